using System.Globalization;

namespace DiffOG.Host.Qp.Qps;

/// <summary>BOUNDS: of single variables. The name of the set may be left out; of several sets the first counts.</summary>
internal sealed class QpsBoundsSection(QpsModel model) : QpsSection(model)
{
    private static readonly string[] WithNumber = ["UP", "LO", "FX"];
    private static readonly string[] WithoutNumber = ["FR", "MI", "PL"];
    private string? set;

    internal override string Expected => "UP, LO or FX, perhaps the name of the set, a column and a number; or FR, MI or PL, perhaps the name of the set, and a column";

    internal override QpsFault? Read(string[] fields)
    {
        string type = fields.Length == 0 ? "" : fields[0].ToUpperInvariant();
        if (type is "BV" or "LI" or "UI" or "SC" or "SI")
            throw new QpsUnsupportedException($"a bound of type {type} makes a variable {(type is "SC" ? "semi-continuous" : "a whole number")}");
        if (!WithNumber.Contains(type) && !WithoutNumber.Contains(type))
            return $"there is no bound of type '{type}'";
        bool numbered = WithNumber.Contains(type);
        if (Place(fields, numbered) is not { } at)
            return string.Create(CultureInfo.InvariantCulture, $"{fields.Length} fields");
        if (Model.ColumnPlace(fields[at]) is var column && column < 0)
            return NoColumn(fields[at]);
        double value = 0;
        if (numbered && !QpsFields.TryBound(fields[at + 1], out value))
            return $"'{fields[at + 1]}' is no number";
        string name = at == 2 ? fields[1] : "";
        set ??= name;
        if (set == name)
            Bound(Model.Columns[column], type, value);
        return null;
    }

    /// <summary>Where the column stands: after the type, or after the type and the set. A number that a type does not need may stand behind it.</summary>
    private int? Place(string[] fields, bool numbered)
    {
        if (numbered)
            return fields.Length is 3 or 4 ? fields.Length - 2 : null;
        return fields.Length switch
        {
            2 => 1,
            3 => Model.ColumnPlace(fields[2]) < 0 && Model.ColumnPlace(fields[1]) >= 0 ? 1 : 2,
            4 => 2,
            _ => null,
        };
    }

    private static void Bound(QpsColumn column, string type, double value)
    {
        if (type is "FR" or "MI")
            column.Lower = double.NegativeInfinity;
        if (type is "FR" or "PL")
            column.Upper = double.PositiveInfinity;
        if (type is "LO" or "FX")
            column.Lower = value;
        if (type is "UP" or "FX")
            column.Upper = value;
    }
}
