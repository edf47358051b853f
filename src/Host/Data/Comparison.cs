using DiffOG.Datasets;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>Whether two datasets hold the same.</summary>
/// <param name="Differences">The first of them, a line each; empty where they hold the same.</param>
/// <param name="Values">Numbers that were compared.</param>
/// <param name="Rounded">How many of them are equal in single precision only.</param>
/// <param name="Pictures">Pictures that were compared.</param>
internal sealed record Comparison(IReadOnlyList<string> Differences, long Values, long Rounded, long Pictures)
{
    private const int Most = 10;
    private const int BatchBytes = 8 << 20;

    /// <summary>Compares everything.</summary>
    /// <param name="source">What should be there.</param>
    /// <param name="written">What is there.</param>
    /// <param name="done">Receives the number of episodes that are compared.</param>
    /// <param name="token">Ends the work.</param>
    internal static Comparison Of(IDemonstrationDataset source, IDemonstrationDataset written, Action<int> done, CancellationToken token)
    {
        var tally = new Tally();
        foreach (string difference in SpecDifferences(source.Spec, written.Spec))
            tally.Differ(difference);
        for (int episode = 0; tally.Differences.Count == 0 && episode < source.Spec.EpisodeLengths.Count; episode++)
        {
            CompareAttributes(source, written, episode, tally);
            ComparePictures(source, written, episode, tally, token);
            done(episode + 1);
        }
        foreach (StepRange range in tally.Differences.Count > 0 ? [] : DatasetBlocks.Of(source.Spec))
        {
            token.ThrowIfCancellationRequested();
            EpisodeWindow wanted = source.Read(range.Episode, range.Start, range.Count), found = written.Read(range.Episode, range.Start, range.Count);
            tally.Numbers(range, "observation", wanted.Observations, found.Observations);
            tally.Numbers(range, "action", wanted.Actions, found.Actions);
        }
        return new Comparison(tally.Differences, tally.Values, tally.Rounded, tally.Pictures);
    }

    /// <summary>One sentence.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Read again and compared: {Reporting.Numbers.Count(Values)} numbers{(Pictures == 0 ? "" : $" and {Reporting.Numbers.Count(Pictures)} pictures")}{(Rounded == 0 ? ", all equal." : $", all equal but {Reporting.Numbers.Count(Rounded)} that the format keeps in single precision.")}");

    private static IEnumerable<string> SpecDifferences(DatasetSpec source, DatasetSpec written)
    {
        (string Name, string Wanted, string Found)[] fields =
        [
            ("observations", Shown(source.Observations), Shown(written.Observations)),
            ("cameras", string.Join(", ", source.Observations.Cameras.OrderBy(c => c.Name, StringComparer.Ordinal)), string.Join(", ", written.Observations.Cameras.OrderBy(c => c.Name, StringComparer.Ordinal))),
            ("actions", $"{source.Action.Mode} {string.Join(", ", source.Action.Dimensions)}", $"{written.Action.Mode} {string.Join(", ", written.Action.Dimensions)}"),
            ("lengths of episodes", string.Join(", ", source.EpisodeLengths), string.Join(", ", written.EpisodeLengths)),
        ];
        foreach ((string name, string wanted, string found) in fields.Where(f => f.Wanted != f.Found))
            yield return $"{name}: wanted {wanted}; found {found}";
        if (Math.Abs(source.Rate - written.Rate) > 1e-9 * source.Rate)
            yield return FormattableString.Invariant($"rate: wanted {source.Rate} Hz; found {written.Rate} Hz");
    }

    private static string Shown(ObservationSpec spec) => string.Join(", ", spec.Entries.Select(e => $"{e.Name}[{e.Size}] {e.Unit}"));

    private static void CompareAttributes(IDemonstrationDataset source, IDemonstrationDataset written, int episode, Tally tally)
    {
        if (source is not IAttributedDataset from)
            return;
        IReadOnlyDictionary<string, string> found = written is IAttributedDataset to ? to.AttributesOf(episode) : new Dictionary<string, string>();
        foreach ((string name, string value) in from.AttributesOf(episode).Where(a => found.GetValueOrDefault(a.Key) != a.Value))
            tally.Differ($"episode {episode}, attribute {name}: wanted {value}; found {found.GetValueOrDefault(name) ?? "nothing"}");
    }

    private static void ComparePictures(IDemonstrationDataset source, IDemonstrationDataset written, int episode, Tally tally, CancellationToken token)
    {
        int length = source.Spec.EpisodeLengths[episode];
        foreach (CameraSpec camera in source.Spec.Observations.Cameras)
        {
            int batch = Math.Max(1, BatchBytes / camera.Bytes);
            byte[] wanted = new byte[Math.Min(batch, length) * camera.Bytes], found = new byte[wanted.Length];
            for (int start = 0; start < length; start += batch)
            {
                token.ThrowIfCancellationRequested();
                int count = Math.Min(batch, length - start);
                source.ReadPictures(episode, start, count, camera.Name, wanted.AsMemory(0, count * camera.Bytes));
                written.ReadPictures(episode, start, count, camera.Name, found.AsMemory(0, count * camera.Bytes));
                int same = wanted.AsSpan(0, count * camera.Bytes).CommonPrefixLength(found);
                if (same < count * camera.Bytes)
                    tally.Differ(FormattableString.Invariant($"episode {episode}, step {start + (same / camera.Bytes)}: the picture of {camera.Name} differs"));
                tally.Pictures += count;
            }
        }
    }

    private sealed class Tally
    {
        internal List<string> Differences { get; } = [];

        internal long Values { get; private set; }

        internal long Rounded { get; private set; }

        internal long Pictures { get; set; }

        internal void Differ(string text)
        {
            if (Differences.Count < Most)
                Differences.Add(text);
        }

        internal void Numbers(StepRange range, string what, double[] wanted, double[] found)
        {
            Values += wanted.Length;
            for (int i = 0; i < wanted.Length; i++)
            {
                if (BitConverter.DoubleToInt64Bits(wanted[i]) == BitConverter.DoubleToInt64Bits(found[i]))
                    continue;
                if ((float)wanted[i] == (float)found[i])
                    Rounded++;
                else
                    Differ(FormattableString.Invariant($"episode {range.Episode}, step {range.Start + (i / (wanted.Length / range.Count))}: {what} wanted {wanted[i]:R}; found {found[i]:R}"));
            }
        }
    }
}
