using DiffOG.Host.Wording;

namespace DiffOG.Host.Qp.Qps;

/// <summary>Says that a file holds something this program does not solve.</summary>
internal sealed class QpsUnsupportedException(string what) : Exception(what);

/// <summary>What is wrong with a line.</summary>
/// <param name="Found">What was found.</param>
/// <param name="Hint">The nearest name as a question, or nothing.</param>
internal sealed record QpsFault(string Found, string Hint = "")
{
    public static implicit operator QpsFault?(string? found) => found is null ? null : new QpsFault(found);
}

/// <summary>A section of a QPS file: takes its data lines.</summary>
/// <param name="model">Receives what they say.</param>
internal abstract class QpsSection(QpsModel model)
{
    protected QpsModel Model => model;

    /// <summary>What a line must look like, for messages.</summary>
    internal abstract string Expected { get; }

    /// <summary>Takes a line.</summary>
    /// <param name="fields">Its fields.</param>
    /// <returns>What is wrong with it, and then nothing was changed; null when nothing is.</returns>
    /// <exception cref="QpsUnsupportedException">It is in order, but not for this program.</exception>
    internal abstract QpsFault? Read(string[] fields);

    /// <summary>The complaint about a row that is not declared.</summary>
    protected QpsFault NoRow(string name) => new($"there is no row '{name}'", Nearest.Hint(name, Model.Rows.Select(r => r.Name)));

    /// <summary>The complaint about a column that is not declared.</summary>
    protected QpsFault NoColumn(string name) => new($"there is no column '{name}'", Nearest.Hint(name, Model.Columns.Select(c => c.Name)));
}

/// <summary>OBJSENSE: minimise or maximise.</summary>
internal sealed class QpsSenseSection(QpsModel model) : QpsSection(model)
{
    internal override string Expected => "MIN or MAX";

    internal override QpsFault? Read(string[] fields)
    {
        if (fields.Length != 1 || fields[0].ToUpperInvariant() is not ("MIN" or "MINIMIZE" or "MINIMISE" or "MAX" or "MAXIMIZE" or "MAXIMISE"))
            return $"'{string.Join(' ', fields)}' is no sense";
        Model.Maximised = fields[0].StartsWith("MAX", StringComparison.OrdinalIgnoreCase);
        return null;
    }
}

/// <summary>ROWS: what is minimised, and the inequalities.</summary>
internal sealed class QpsRowsSection(QpsModel model) : QpsSection(model)
{
    internal override string Expected => "a type N, L, G or E, and a name";

    internal override QpsFault? Read(string[] fields)
    {
        if (fields.Length != 2 || fields[0].ToUpperInvariant() is not ("N" or "L" or "G" or "E"))
            return $"found '{string.Join(' ', fields)}'";
        return Model.TryAdd(new QpsRow(fields[1], char.ToUpperInvariant(fields[0][0]))) ? null : $"the row '{fields[1]}' stands here a second time";
    }
}

/// <summary>COLUMNS: the coefficients of one variable after the other.</summary>
internal sealed class QpsColumnsSection(QpsModel model) : QpsSection(model)
{
    internal override string Expected => "a column, a row and a number, perhaps a second row and number";

    internal override QpsFault? Read(string[] fields)
    {
        if (fields.Length >= 3 && fields[1] == "'MARKER'")
            throw new QpsUnsupportedException($"the marker {fields[2]} makes variables whole numbers");
        if (QpsFields.Pairs(fields, 1, out (string Row, double Value)[] entries) is { } fault)
            return fault;
        int[] rows = [.. entries.Select(e => Model.RowPlace(e.Row))];
        if (rows.Contains(-1))
            return NoRow(entries[Array.IndexOf(rows, -1)].Row);
        int known = Model.ColumnPlace(fields[0]);
        if (rows.Distinct().Count() < rows.Length || (known >= 0 && rows.Any(Model.Columns[known].Entries.ContainsKey)))
            return $"the column '{fields[0]}' has a row a second time";
        QpsColumn column = Model.ColumnOf(fields[0]);
        for (int i = 0; i < rows.Length; i++)
            column.Entries.Add(rows[i], entries[i].Value);
        return null;
    }
}

/// <summary>RHS or RANGES: one number a row. The name of the set may be left out; of several sets the first counts.</summary>
/// <param name="model">Receives them.</param>
/// <param name="ranges">Whether they are ranges.</param>
internal sealed class QpsRowNumbersSection(QpsModel model, bool ranges) : QpsSection(model)
{
    private string? set;

    internal override string Expected => "perhaps the name of the set, a row and a number, perhaps a second row and number";

    internal override QpsFault? Read(string[] fields)
    {
        int named = fields.Length % 2;
        if (QpsFields.Pairs(fields, named, out (string Row, double Value)[] entries) is { } fault)
            return fault;
        foreach ((string row, _) in entries)
        {
            if (Model.RowPlace(row) is var place && place < 0)
                return NoRow(row);
            if (ranges && Model.Rows[place].Type == 'N')
                return $"the row '{row}' is of type N and has no range";
        }
        string name = named == 1 ? fields[0] : "";
        set ??= name;
        return set == name ? Keep(entries) : null;
    }

    private QpsFault? Keep((string Row, double Value)[] entries)
    {
        (QpsRow Row, double Value)[] found = [.. entries.Select(e => (Model.Rows[Model.RowPlace(e.Row)], e.Value))];
        if (found.Any(f => (ranges ? f.Row.Range : f.Row.RightHandSide) is not null) || found.Select(f => f.Row.Name).Distinct().Count() < found.Length)
            return $"the row '{entries[0].Row}'{(entries.Length > 1 ? $" or '{entries[1].Row}'" : "")} stands here a second time";
        foreach ((QpsRow row, double value) in found)
        {
            if (ranges)
                row.Range = value;
            else
                row.RightHandSide = value;
        }
        return null;
    }
}
