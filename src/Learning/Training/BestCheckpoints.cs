using System.Globalization;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Learning.Training;

/// <summary>A checkpoint for inference that was judged.</summary>
/// <param name="Path">The file.</param>
/// <param name="Step">The number of steps taken.</param>
/// <param name="Success">The share of episodes that succeeded.</param>
internal sealed record JudgedCheckpoint(string Path, long Step, double Success) : IComparable<JudgedCheckpoint>
{
    /// <summary>More success is better; of equal success the later, which has seen more.</summary>
    public int CompareTo(JudgedCheckpoint? other) => (Success, Step).CompareTo((other?.Success ?? -1, other?.Step ?? -1));
}

/// <summary>
/// The best checkpoints of a run, each a file of its own that says what it is: the folder is the book, so nothing can
/// disagree after a process was killed. A step that is judged a second time replaces itself, so that a resumed run ends
/// with the files of an uninterrupted one.
/// </summary>
/// <param name="folder">Holds them.</param>
/// <param name="keep">How many.</param>
internal sealed class BestCheckpoints(string folder, int keep)
{
    /// <summary>The key of the file's metadata that holds the success.</summary>
    internal const string SuccessKey = "success";

    private const string Pattern = "step-*.safetensors";

    /// <summary>The best first.</summary>
    internal IReadOnlyList<JudgedCheckpoint> All => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Pattern).Select(Read).OrderDescending()]
        : [];

    /// <summary>Adds a checkpoint if it belongs among the best, and removes what no longer does.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <param name="success">0 to 1.</param>
    /// <param name="write">Writes the file of a path, with metadata.</param>
    internal void Add(long step, double success, Action<string, IReadOnlyDictionary<string, string>> write)
    {
        Directory.CreateDirectory(folder);
        var added = new JudgedCheckpoint(Path.Combine(folder, NameOf(step, success)), step, success);
        JudgedCheckpoint[] best = [.. All.Where(c => c.Step != step).Append(added).OrderDescending().Take(keep)];
        if (best.Contains(added))
            write(added.Path, new Dictionary<string, string> { [SuccessKey] = success.ToString("R", CultureInfo.InvariantCulture) });
        foreach (JudgedCheckpoint outdone in All.Where(c => best.All(b => b.Path != c.Path)))
            File.Delete(outdone.Path);
    }

    private static string NameOf(long step, double success) =>
        string.Create(CultureInfo.InvariantCulture, $"step-{step:00000000}-success-{success:0.000}.safetensors");

    private static JudgedCheckpoint Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new JudgedCheckpoint(path, long.Parse(InferenceCheckpoint.Metadata(file, "step"), CultureInfo.InvariantCulture), double.Parse(InferenceCheckpoint.Metadata(file, SuccessKey), CultureInfo.InvariantCulture));
    }
}
