using System.Text.Json;
using Xunit;

[assembly: AssemblyFixture(typeof(DiffOG.EndToEnd.Tests.FinishedRun))]

namespace DiffOG.EndToEnd.Tests;

/// <summary>One experiment that was killed in the middle of training, and continued; all tests look at it, none changes it.</summary>
public sealed class FinishedRun : IDisposable
{
    private readonly Tiny tiny = new();

    public FinishedRun()
    {
        using (Diffog first = Diffog.Start(tiny.Folder, "run", "tiny.json"))
        {
            try
            {
                first.WaitUntil(() => Directory.Exists(tiny["runs"]) && Directory.GetDirectories(tiny["runs"]).Length == 1 && LastStep(tiny.TheRun) >= 25);
            }
            catch (InvalidOperationException) when (first.Wait().Code == 4)
            {
                Missing = first.Output;
                return;
            }
            first.Kill();
        }
        Killed = LastStep(tiny.TheRun);
        Continued = tiny.Diffog("run", "tiny.json");
    }

    /// <summary>Why nothing can be run on this machine; null where it can.</summary>
    internal string? Missing { get; }

    /// <summary>The training step at which the first process was killed.</summary>
    internal long Killed { get; }

    /// <summary>How the second process ended.</summary>
    internal Ended Continued { get; } = new(-1, "");

    internal string Folder => tiny.Folder;

    internal string Run => tiny.TheRun;

    /// <summary>A copy that a test may spoil.</summary>
    internal string Copy()
    {
        string copy = tiny[$"copy-{Guid.NewGuid():N}"];
        foreach (string file in Directory.EnumerateFiles(Run, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    /// <summary>The last training step in metrics.jsonl.</summary>
    internal static long LastStep(string run)
    {
        string path = Path.Combine(run, "metrics.jsonl");
        if (!File.Exists(path))
            return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').SkipLast(1).Select(l => JsonDocument.Parse(l).RootElement)
            .Where(e => e.GetProperty("stage").GetString() == "train").Select(e => e.GetProperty("step").GetInt64()).LastOrDefault();
    }

    public void Dispose() => tiny.Dispose();
}
