namespace DiffOG.Host.Qp.Qps;

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
