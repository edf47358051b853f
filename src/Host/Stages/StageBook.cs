using System.Globalization;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;

namespace DiffOG.Host.Stages;

/// <summary>Decides what of a stage is left to do, has it done, and keeps the record.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="display">Says what is done and what is not.</param>
/// <param name="time">The clock of the records.</param>
internal sealed class StageBook(RunFolder folder, IDisplay display, TimeProvider time)
{
    /// <summary>Brings a stage up to date.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="earlier">The hash of the stages before it.</param>
    /// <param name="force">Whether it is done again even where nothing changed.</param>
    /// <param name="token">Asks the stage to save what it has, and to end.</param>
    /// <param name="before">Called when there is something to do, before anything is touched.</param>
    /// <returns>The hash of this stage, for the next one; and whether there was something to do.</returns>
    internal (string Inputs, bool Ran) Bring(IStage stage, string earlier, bool force, CancellationToken token, Action? before = null)
    {
        string inputs = RunJson.Hash(new { stage = stage.Name, earlier, stage.Inputs });
        StageRecord? record = Read(stage.Name);
        bool same = record?.Inputs == inputs && !force;
        if (same && record!.Finished is not null && !stage.AlwaysRuns && stage.Outputs.All(Path.Exists))
        {
            display.Say($"{Title(stage.Name)}: up to date.");
            return (inputs, false);
        }
        before?.Invoke();
        PutAside(stage, force ? Attempt.Forced : same ? Attempt.Continued : Attempt.Changed);
        record = same ? record! with { Finished = null } : new StageRecord(1, stage.Name, inputs, time.GetUtcNow(), null, 0, [], 0, new Dictionary<string, string>());
        Write(record);
        Do(stage, record, token);
        return (inputs, true);
    }

    /// <summary>The record of a stage; null where it was never begun.</summary>
    internal StageRecord? Read(StageName stage) => RunFiles.ReadJson<StageRecord>(PathOf(stage));

    private void PutAside(IStage stage, Attempt attempt)
    {
        if (folder.Supersede(Title(stage.Name), stage.Outdated(attempt)) is { } moved)
            display.Say($"{Title(stage.Name)}: what other settings made is now in {folder.Relative(moved)}.");
    }

    private void Do(IStage stage, StageRecord record, CancellationToken token)
    {
        long start = time.GetTimestamp();
        try
        {
            IReadOnlyDictionary<string, string> facts = stage.Run(record.Inputs, token);
            record = record with { Facts = facts, Outputs = [.. stage.Outputs.Select(folder.Relative)], Finished = time.GetUtcNow() };
        }
        finally
        {
            double seconds = time.GetElapsedTime(start).TotalSeconds;
            record = record with { Seconds = record.Seconds + seconds, PeakMemory = Math.Max(record.PeakMemory, Surroundings.PeakMemory()) };
            WriteUnlessFailing(record);
        }
        display.Say(string.Create(CultureInfo.InvariantCulture, $"{Title(stage.Name)}: done in {time.GetElapsedTime(start).TotalSeconds:0.0} s{Listed(record.Facts)}"));
    }

    /// <summary>The time of an attempt that ended early is worth noting, but not worth hiding why it ended.</summary>
    private void WriteUnlessFailing(StageRecord record)
    {
        try
        {
            Write(record);
        }
        catch (Diagnostics.DiffOGException) when (record.Finished is null)
        {
            // The error under way says more.
        }
    }

    private void Write(StageRecord record)
    {
        RunFolder.Ensure(folder.Stages);
        RunFiles.WriteJson(PathOf(record.Stage), record);
    }

    private string PathOf(StageName stage) => Path.Combine(folder.Stages, $"{Title(stage)}.json");

    private static string Title(StageName stage) => stage.ToString().ToLowerInvariant();

    private static string Listed(IReadOnlyDictionary<string, string> facts) =>
        facts.Count == 0 ? "." : $": {string.Join(", ", facts.Select(f => $"{f.Key} {f.Value}"))}.";
}
