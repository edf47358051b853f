using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DiffOG.Specs;

namespace DiffOG.Learning.Interchange;

/// <summary>The rules of a map for one policy: cameras and parts of its observations filled in.</summary>
internal sealed class NameRules
{
    private readonly IReadOnlyList<(Pattern Theirs, Pattern Ours)> tensors;
    private readonly IReadOnlyList<Pattern> ignored;
    private readonly Dictionary<string, double> constants;

    /// <summary>Fills a map in.</summary>
    /// <param name="map">The map.</param>
    /// <param name="observations">What the policy reads; null for a layer.</param>
    /// <param name="aliases">What the reference calls a camera, where it is not what the map says.</param>
    internal NameRules(NameMap map, ObservationSpec? observations, IReadOnlyDictionary<string, string> aliases)
    {
        Cameras = [.. (observations?.Cameras ?? []).Select((c, i) => new Known(c.Name, aliases.GetValueOrDefault(c.Name, map.CameraKey.Replace(CameraWord, c.Name, StringComparison.Ordinal)), i))];
        tensors = [.. map.Tensors.SelectMany(r => Filled(r.Theirs, r.Ours)).Select(r => (new Pattern(r.Theirs), new Pattern(r.Ours)))];
        constants = map.Fixed.SelectMany(f => Filled("", f.Ours).Select(n => (n.Ours, f.Value))).ToDictionary(f => f.Ours, f => f.Value, StringComparer.Ordinal);
        ignored = [.. map.Ignored.SelectMany(i => Filled(i, "")).Select(i => new Pattern(i.Theirs))];
    }

    private const string CameraWord = "{camera}", IndexWord = "{cameraIndex}", FirstWord = "{firstCamera}";

    private Known[] Cameras { get; }

    /// <summary>The name here of a reference's tensor; null where no rule fits.</summary>
    internal string? ToOurs(string theirs) => tensors.Select(r => r.Theirs.Rewrite(theirs, r.Ours)).FirstOrDefault(n => n is not null);

    /// <summary>The reference's name of a tensor; null where no rule fits.</summary>
    internal string? ToTheirs(string ours) => tensors.Select(r => r.Ours.Rewrite(ours, r.Theirs)).FirstOrDefault(n => n is not null);

    /// <summary>What stands in a tensor that only exists here; null where it is none.</summary>
    internal double? FixedValueOf(string ours) => constants.TryGetValue(ours, out double value) ? value : null;

    /// <summary>Whether a reference's tensor carries nothing that is learned.</summary>
    internal bool IsIgnored(string theirs) => ignored.Any(p => p.Fits(theirs));

    /// <summary>A pair of names with cameras filled in: as it is without, once for each camera with.</summary>
    internal IEnumerable<(string Theirs, string Ours)> Filled(string theirs, string ours)
    {
        string both = theirs + ours;
        if (!both.Contains(CameraWord, StringComparison.Ordinal) && !both.Contains(IndexWord, StringComparison.Ordinal) && !both.Contains(FirstWord, StringComparison.Ordinal))
            return [(theirs, ours)];
        IEnumerable<Known> wanted = both.Contains(FirstWord, StringComparison.Ordinal) ? Cameras.Take(1) : Cameras;
        return wanted.Select(c => (Fill(theirs, c, c.Theirs), Fill(ours, c, c.Ours)));
    }

    private static string Fill(string text, Known camera, string name) => text
        .Replace(CameraWord, name, StringComparison.Ordinal)
        .Replace(FirstWord, name, StringComparison.Ordinal)
        .Replace(IndexWord, camera.Index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>A camera, its name there, its number.</summary>
    private sealed record Known(string Ours, string Theirs, int Index);

    /// <summary>A name with words that stand for something.</summary>
    private sealed class Pattern
    {
        private const string Anything = "rest";
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
        private readonly string text;
        private readonly Regex expression;

        internal Pattern(string text)
        {
            this.text = text;
            var regex = new StringBuilder("^");
            foreach (string piece in Regex.Split(text, @"(\{\w+\})"))
                regex.Append(piece.Length > 2 && piece[0] == '{' ? $"(?<{piece[1..^1]}>{(piece[1..^1] == Anything ? ".+" : @"[^.]+")})" : Regex.Escape(piece));
            expression = new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
        }

        internal bool Fits(string name) => expression.IsMatch(name);

        /// <summary>The name by another pattern with the same words; null where this one does not fit.</summary>
        internal string? Rewrite(string name, Pattern target)
        {
            Match match = expression.Match(name);
            return match.Success
                ? match.Groups.Keys.Aggregate(target.text, (t, key) => t.Replace($"{{{key}}}", match.Groups[key].Value, StringComparison.Ordinal))
                : null;
        }
    }
}
