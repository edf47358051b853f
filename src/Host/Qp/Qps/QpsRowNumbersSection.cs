namespace DiffOG.Host.Qp.Qps;

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
