using System.Globalization;

namespace DiffOG.Host.Qp.Qps;

/// <summary>
/// QUADOBJ and QSECTION: one triangle of Q, whichever, in ½ xᵀQx. QMATRIX: all of Q, both triangles.
/// </summary>
/// <param name="model">Receives the elements.</param>
/// <param name="whole">Whether both triangles are written.</param>
internal sealed class QpsQuadraticSection(QpsModel model, bool whole) : QpsSection(model)
{
    private readonly Dictionary<(int, int), double> upper = [];

    internal override string Expected => "two columns and a number, perhaps another column and number";

    internal override QpsFault? Read(string[] fields)
    {
        if (QpsFields.Pairs(fields, 1, out (string Column, double Value)[] entries) is { } fault)
            return fault;
        string[] names = [fields[0], .. entries.Select(e => e.Column)];
        if (names.FirstOrDefault(n => Model.ColumnPlace(n) < 0) is { } stranger)
            return NoColumn(stranger);
        foreach ((string column, double value) in entries)
        {
            (int i, int j) = (Model.ColumnPlace(fields[0]), Model.ColumnPlace(column));
            // Where both triangles are written the upper one is kept aside, to be compared.
            Dictionary<(int, int), double> kept = whole && i < j ? upper : Model.Quadratic;
            if (!kept.TryAdd((Math.Max(i, j), Math.Min(i, j)), value))
                return $"'{fields[0]}' and '{column}' stand here a second time{(whole ? "" : "; QMATRIX lists both triangles, this section one")}";
        }
        return null;
    }

    /// <summary>Compares the triangles where both are written.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    internal string? End()
    {
        foreach ((int i, int j) in upper.Keys.Concat(whole ? Model.Quadratic.Keys.Where(k => k.Row > k.Column) : []))
        {
            (double below, double above) = (Model.Quadratic.GetValueOrDefault((i, j)), upper.GetValueOrDefault((i, j)));
            if (below != above)
                return string.Create(CultureInfo.InvariantCulture, $"Q is not symmetric: '{Model.Columns[i].Name}' and '{Model.Columns[j].Name}' have {below} and {above}");
        }
        return null;
    }
}
