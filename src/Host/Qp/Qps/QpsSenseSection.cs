namespace DiffOG.Host.Qp.Qps;

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
