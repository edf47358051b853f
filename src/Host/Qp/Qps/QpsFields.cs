using System.Globalization;

namespace DiffOG.Host.Qp.Qps;

/// <summary>Takes lines of QPS files apart.</summary>
internal static class QpsFields
{
    /// <summary>Fields 1 to 6 of the fixed format: first column from 0, and length.</summary>
    private static readonly (int Start, int Length)[] Places = [(1, 2), (4, 8), (14, 8), (24, 12), (39, 8), (49, 12)];

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Free format: what blanks separate.</summary>
    internal static string[] Words(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Fixed format: what stands in the fields that are not blank; none where something stands beside them.</summary>
    internal static string[] Columns(string line)
    {
        string padded = line.TrimEnd().PadRight(Places[^1].Start + Places[^1].Length);
        char[] beside = padded.ToCharArray();
        foreach ((int start, int length) in Places)
            beside.AsSpan(start, length).Fill(' ');
        return beside.All(c => c == ' ')
            ? [.. Places.Select(p => padded.Substring(p.Start, p.Length).Trim()).Where(f => f.Length > 0)]
            : [];
    }

    /// <summary>A finite number; Fortran's exponents too.</summary>
    internal static bool TryNumber(string field, out double value) =>
        double.TryParse(field.Replace('D', 'E').Replace('d', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>A number, or an infinite one: "inf", "infinity", with or without a sign.</summary>
    internal static bool TryBound(string field, out double value)
    {
        if (TryNumber(field, out value))
            return true;
        string word = field.TrimStart('+', '-');
        value = field.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
        return word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Names and numbers in turn.</summary>
    /// <param name="fields">The fields of a line.</param>
    /// <param name="first">Where the first name stands.</param>
    /// <param name="pairs">What was found.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    internal static string? Pairs(string[] fields, int first, out (string Name, double Value)[] pairs)
    {
        int count = (fields.Length - first) / 2;
        pairs = new (string, double)[Math.Max(0, count)];
        if (count is < 1 or > 2 || fields.Length != first + (2 * count))
            return string.Create(CultureInfo.InvariantCulture, $"{fields.Length} fields");
        for (int i = 0; i < count; i++)
        {
            string number = fields[first + (2 * i) + 1];
            if (!TryNumber(number, out double value))
                return $"'{number}' is no number";
            pairs[i] = (fields[first + (2 * i)], value);
        }
        return null;
    }
}
