namespace DiffOG.Host.Qp.Qps;

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
