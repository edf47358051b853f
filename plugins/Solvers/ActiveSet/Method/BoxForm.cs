using System.Globalization;
using DiffOG.Constraints;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// The change of variables that makes rows a box. When every row ends at another variable, y_i = (row ending at i) · x /
/// (its last coefficient), and y_i = x_i where no row ends, is a map y = C x with C unit lower triangular and as sparse
/// as the rows: a difference of order k has k entries beside the diagonal. Bounds on rows are bounds on y. x = C⁻¹ y and
/// Cᵀ-systems are recurrences over the entries of C, so nothing dense is formed and nothing costs n³.
/// </summary>
internal sealed class BoxForm
{
    /// <summary>A last coefficient that is small beside others in its row would blow rounding up.</summary>
    private const double SmallestPivot = 0.1;

    private int[] columnStart = [], columnRow = [], rowStart = [], rowEnd = [], entryColumn = [];
    private double[] columnValue = [], entryValue = [];
    private int entries;

    /// <summary>n.</summary>
    internal int Variables { get; private set; }

    /// <summary>m.</summary>
    internal int Rows { get; private set; }

    /// <summary>[n] lower bounds of y.</summary>
    internal double[] Lower { get; private set; } = [];

    /// <summary>[n] upper bounds of y.</summary>
    internal double[] Upper { get; private set; } = [];

    /// <summary>[n] the row that gives the lower bound of y_i; −1: none.</summary>
    internal int[] LowerRow { get; private set; } = [];

    /// <summary>[n] the row that gives the upper bound of y_i; −1: none.</summary>
    internal int[] UpperRow { get; private set; } = [];

    /// <summary>[m] the variable at which a row ends.</summary>
    internal int[] VariableOfRow { get; private set; } = [];

    /// <summary>[m] a row's last coefficient: what its bounds are divided by.</summary>
    internal double[] Pivot { get; private set; } = [];

    /// <summary>Column i of C below the diagonal: its entries are those from this index to the next one's.</summary>
    internal ReadOnlySpan<int> ColumnStart => columnStart;

    /// <summary>The row of every such entry.</summary>
    internal ReadOnlySpan<int> ColumnRow => columnRow;

    /// <summary>The value of every such entry.</summary>
    internal ReadOnlySpan<double> ColumnValue => columnValue;

    /// <summary>Reads the rows. Returns what makes them no box, or null.</summary>
    internal string? Load(LinearConstraints constraints)
    {
        Reserve(constraints.Variables, constraints.Rows);
        int first = 0;
        // By index: enumerating an interface allocates.
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            if (LoadBlock(constraints.Blocks[b], first) is { } refusal)
                return refusal;
            first += constraints.Blocks[b].Rows;
        }
        LoadColumns();
        return null;
    }

    /// <summary>x = C⁻¹ y, in place.</summary>
    internal void ToVariables(Span<double> y)
    {
        for (int i = 0; i < Variables; i++)
        {
            double value = y[i];
            for (int k = rowStart[i]; k < rowEnd[i]; k++)
                value -= entryValue[k] * y[entryColumn[k]];
            y[i] = value;
        }
    }

    /// <summary>y_i = (C x)_i.</summary>
    internal double RowTimes(int i, ReadOnlySpan<double> x)
    {
        double value = x[i];
        for (int k = rowStart[i]; k < rowEnd[i]; k++)
            value += entryValue[k] * x[entryColumn[k]];
        return value;
    }

    /// <summary>C⁻ᵀ v, in place: brings a gradient by x to one by y.</summary>
    internal void ToGradient(Span<double> v)
    {
        for (int i = Variables - 1; i >= 0; i--)
        {
            double value = v[i];
            for (int k = columnStart[i]; k < columnStart[i + 1]; k++)
                value -= columnValue[k] * v[columnRow[k]];
            v[i] = value;
        }
    }

    /// <summary>The largest element of Cᵀ v.</summary>
    internal double LargestTransposed(ReadOnlySpan<double> v)
    {
        double largest = 0;
        for (int i = 0; i < Variables; i++)
        {
            double value = v[i];
            for (int k = columnStart[i]; k < columnStart[i + 1]; k++)
                value += columnValue[k] * v[columnRow[k]];
            largest = Math.Max(largest, Math.Abs(value));
        }
        return largest;
    }

    private string? LoadBlock(ConstraintBlock block, int first) =>
        block is DifferenceBlock differences ? LoadDifferences(differences, first) : LoadRows(block, first);

    private string? LoadDifferences(DifferenceBlock block, int first)
    {
        DifferenceShape shape = block.Shape;
        int width = shape.Constrained.Count;
        ReadOnlySpan<double> coefficients = block.RowCoefficients.Span;
        EnsureRoom(shape.Rows * shape.Order);
        for (int c = 0; c < width; c++)
        {
            int dimension = shape.Constrained[c], r = c;
            for (int step = shape.FirstStep; step < shape.Steps; step++, r += width)
            {
                int begin = entries, last = (step * shape.Dimensions) + dimension;
                for (int j = Math.Min(shape.Order, step); j >= 1; j--)
                    Append(last - (j * shape.Dimensions), coefficients[j]);
                (VariableOfRow[first + r], Pivot[first + r]) = (last, 1);
                if (Enter(last, begin, first + r, block.RowLower[r], block.RowUpper[r]) is { } refusal)
                    return refusal;
            }
        }
        return null;
    }

    private string? LoadRows(ConstraintBlock block, int first)
    {
        for (int r = 0; r < block.Rows; r++)
        {
            int begin = entries, last = block switch
            {
                BoxBlock box => Place(first + r, box.Indices[r], 1),
                GeneralBlock general => ReadSparse(general.Matrix, r, first + r),
                _ => ReadAny(block, r, first + r),
            };
            if (last < 0)
                return string.Create(CultureInfo.InvariantCulture, $"Row {first + r} has no last coefficient that is large enough to solve for.");
            if (Enter(last, begin, first + r, block.RowLower[r], block.RowUpper[r]) is { } refusal)
                return refusal;
        }
        return null;
    }

    private int ReadSparse(SparseRows matrix, int row, int place)
    {
        int begin = matrix.Starts[row], end = matrix.Starts[row + 1];
        while (end > begin && matrix.Values[end - 1] == 0)
            end--;
        if (end == begin)
            return -1;
        double pivot = matrix.Values[end - 1], largest = 0;
        for (int k = begin; k < end; k++)
            largest = Math.Max(largest, Math.Abs(matrix.Values[k]));
        if (!(Math.Abs(pivot) >= SmallestPivot * largest) || !double.IsFinite(largest))
            return -1;
        EnsureRoom(end - begin);
        for (int k = begin; k < end - 1; k++)
        {
            if (matrix.Values[k] != 0)
                Append(matrix.Indices[k], matrix.Values[k] / pivot);
        }
        return Place(place, matrix.Indices[end - 1], pivot);
    }

    private int ReadAny(ConstraintBlock block, int row, int place)
    {
        (int Column, double Value)[] entries = [.. block.Row(row)];
        var single = new SparseRows(Variables, [0, entries.Length], [.. entries.Select(e => e.Column)], [.. entries.Select(e => e.Value)]);
        return ReadSparse(single, 0, place);
    }

    private void EnsureRoom(int more)
    {
        if (entries + more <= entryColumn.Length)
            return;
        Array.Resize(ref entryColumn, Math.Max(entries + more, 2 * entries));
        Array.Resize(ref entryValue, Math.Max(entries + more, 2 * entries));
    }

    private void Append(int column, double value)
    {
        (entryColumn[entries], entryValue[entries]) = (column, value);
        entries++;
    }

    private int Place(int row, int variable, double pivot)
    {
        (VariableOfRow[row], Pivot[row]) = (variable, pivot);
        return variable;
    }

    /// <summary>Makes what was appended the row of C that ends at a variable; a second one there must be the same, and then both bound y.</summary>
    private string? Enter(int variable, int begin, int row, double rowLower, double rowUpper)
    {
        if (rowStart[variable] < 0)
            (rowStart[variable], rowEnd[variable]) = (begin, entries);
        else if (!SameEntries(begin, variable))
        {
            int other = LowerRow[variable];
            return string.Create(CultureInfo.InvariantCulture, $"Rows {other} and {row} both end at variable {variable} and differ otherwise; such rows are no box.");
        }
        else
            entries = begin;
        Intersect(variable, row, rowLower, rowUpper);
        return null;
    }

    private bool SameEntries(int begin, int variable)
    {
        int length = entries - begin, known = rowStart[variable];
        return length == rowEnd[variable] - known
            && entryColumn.AsSpan(begin, length).SequenceEqual(entryColumn.AsSpan(known, length))
            && entryValue.AsSpan(begin, length).SequenceEqual(entryValue.AsSpan(known, length));
    }

    private void Intersect(int variable, int row, double rowLower, double rowUpper)
    {
        double pivot = Pivot[row], lower = rowLower, upper = rowUpper;
        if (pivot != 1)
            (lower, upper) = pivot > 0 ? (rowLower / pivot, rowUpper / pivot) : (rowUpper / pivot, rowLower / pivot);
        if (LowerRow[variable] < 0 || lower > Lower[variable])
            (Lower[variable], LowerRow[variable]) = (lower, row);
        if (UpperRow[variable] < 0 || upper < Upper[variable])
            (Upper[variable], UpperRow[variable]) = (upper, row);
    }

    /// <summary>Sorts the entries by column.</summary>
    private void LoadColumns()
    {
        Grow(ref columnStart, Variables + 1);
        Grow(ref columnRow, entries);
        Grow(ref columnValue, entries);
        Array.Clear(columnStart, 0, Variables + 1);
        for (int i = 0; i < Variables; i++)
        {
            if (rowStart[i] < 0)
                (rowStart[i], rowEnd[i]) = (0, 0);
            for (int k = rowStart[i]; k < rowEnd[i]; k++)
                columnStart[entryColumn[k] + 1]++;
        }
        for (int i = 0; i < Variables; i++)
            columnStart[i + 1] += columnStart[i];
        // Filling moves every start to its end, which is the next one's start: shift back by filling from behind.
        for (int i = Variables - 1; i >= 0; i--)
        {
            for (int k = rowStart[i]; k < rowEnd[i]; k++)
            {
                int place = --columnStart[entryColumn[k] + 1];
                (columnRow[place], columnValue[place]) = (i, entryValue[k]);
            }
        }
        for (int i = 0; i < Variables; i++)
            columnStart[i] = columnStart[i + 1];
        columnStart[Variables] = entries;
    }

    private void Reserve(int variables, int rows)
    {
        (Variables, Rows, entries) = (variables, rows, 0);
        if (Lower.Length < variables)
        {
            (Lower, Upper) = (new double[variables], new double[variables]);
            (LowerRow, UpperRow, rowStart, rowEnd) = (new int[variables], new int[variables], new int[variables], new int[variables]);
        }
        if (VariableOfRow.Length < rows)
            (VariableOfRow, Pivot) = (new int[rows], new double[rows]);
        Array.Fill(Lower, double.NegativeInfinity, 0, variables);
        Array.Fill(Upper, double.PositiveInfinity, 0, variables);
        Array.Fill(LowerRow, -1, 0, variables);
        Array.Fill(UpperRow, -1, 0, variables);
        Array.Fill(rowStart, -1, 0, variables);
    }

    private static void Grow<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            array = new T[size];
    }
}
