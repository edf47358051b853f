using System.Globalization;
using DiffOG.Actions;
using DiffOG.Constraints;

namespace DiffOG.Host.Qp;

/// <summary>Reads blocks of inequalities, each kind with its structure.</summary>
internal static class QpBlocks
{
    /// <summary>Reads a block over n variables.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1222: its kind is not known, or a size or an index does not fit.</exception>
    internal static ConstraintBlock Read(QpFields fields, int n)
    {
        ConstraintBlock block = fields.Text("kind", "difference", "box", "general") switch
        {
            "difference" => Difference(fields, n),
            "box" => Box(fields, n),
            _ => General(fields, n),
        };
        string? source = fields.MaybeText("source");
        fields.Close();
        return source is null ? block : block.Named(source);
    }

    private static DifferenceBlock Difference(QpFields fields, int n)
    {
        int steps = fields.Integer("steps", 1, n);
        int dimensions = fields.Integer("dimensions", 1, n);
        if ((long)steps * dimensions != n)
            throw fields.Wrong("dimensions", Text($"{steps} steps of {dimensions} dimensions"), Text($"steps · dimensions = {n}, the number of variables"));
        int order = fields.Integer("order", 1, 3);
        int[] constrained = fields.Integers("constrained", null, 0, dimensions - 1);
        RequireAscending(fields, "constrained", constrained);
        var shape = new DifferenceShape(steps, dimensions, order, fields.Integer("known", 0, order), constrained);
        ActionChunk? previous = shape.Known > 0 && fields.MaybeNumbers("previous", shape.Known * dimensions) is { } values ? new ActionChunk(shape.Known, dimensions, values) : null;
        return DifferenceBlock.Restore(
            shape,
            fields.Numbers("lower", shape.Rows),
            fields.Numbers("upper", shape.Rows),
            fields.Numbers("rowLower", shape.Rows),
            fields.Numbers("rowUpper", shape.Rows),
            previous);
    }

    private static BoxBlock Box(QpFields fields, int n)
    {
        int[] indices = fields.Integers("indices", null, 0, n - 1);
        return new BoxBlock(n, indices, fields.Numbers("lower", indices.Length), fields.Numbers("upper", indices.Length));
    }

    private static GeneralBlock General(QpFields fields, int n)
    {
        int[] columns = fields.Integers("columns", null, 0, n - 1);
        int[] starts = fields.Integers("starts", null, 0, columns.Length);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != columns.Length || !starts.SequenceEqual(starts.Order()))
            throw fields.Wrong("starts", "what is no division into rows", Text($"numbers that begin with 0, never fall and end with {columns.Length}, the number of columns"));
        for (int r = 1; r < starts.Length; r++)
            RequireAscending(fields, "columns", columns[starts[r - 1]..starts[r]]);
        var matrix = new SparseRows(n, starts, columns, fields.Numbers("values", columns.Length));
        return new GeneralBlock(matrix, fields.Numbers("lower", matrix.Rows), fields.Numbers("upper", matrix.Rows));
    }

    private static void RequireAscending(QpFields fields, string name, int[] values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1])
                throw fields.Wrong(name, Text($"{values[i]} after {values[i - 1]}"), name == "columns" ? "columns that ascend within a row" : "ascending dimensions");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
