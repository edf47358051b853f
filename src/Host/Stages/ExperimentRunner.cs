using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Stages;

/// <summary>What is asked of a run.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Last">The last stage to bring up to date; those before it come first where they are not.</param>
/// <param name="Force">Whether the last stage is done again even where nothing changed; never the ones before it.</param>
internal sealed record StageRequest(RunRequest Run, StageName Last, bool Force);

/// <summary>The whole life of a run: find its folder, write down what makes it, bring its stages up to date, write down how it ended.</summary>
/// <param name="plugins">Where the parts come from.</param>
/// <param name="display">The terminal.</param>
/// <param name="time">The clock.</param>
/// <param name="runsFolder">Where new run folders are made.</param>
internal sealed partial class ExperimentRunner(IPluginSource plugins, IDisplay display, TimeProvider time, string runsFolder)
{
    /// <summary>Runs an experiment, or continues it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="token">Asks to save what there is, and to end.</param>
    /// <returns>The run folder.</returns>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">A person can put it right; running again continues.</exception>
    /// <exception cref="OperationCanceledException">The token said so; everything is saved, running again continues.</exception>
    internal string Run(ExperimentFile experiment, StageRequest request, CancellationToken token)
    {
        LocatedRun run = new RunLocator(runsFolder, time).Locate(experiment.Options.Name, experiment.Hash, request.Run);
        using RunFolder folder = run.Folder;
        Announce(run, experiment);
        RunDiary diary = Begin(run, experiment);
        using ServiceProvider services = RunServices.Build(experiment, folder, diary, plugins, display, time);
        try
        {
            bool whole = BringUpToDate(services, diary, request, token);
            diary.End("finished", whole);
            if (whole)
                services.GetRequiredService<IDisplay>().Say(new RunCost(diary.Manifest.Stages).Sentence);
            return folder.Root;
        }
        catch (OperationCanceledException)
        {
            diary.EndQuietly("cancelled");
            throw;
        }
        catch (Exception failure)
        {
            LogFailure(services.GetRequiredService<ILogger<ExperimentRunner>>(), failure);
            diary.EndQuietly("failed");
            throw;
        }
    }

    /// <summary>Brings one stage after the other up to date.</summary>
    /// <returns>Whether nothing of the run is left to do.</returns>
    private bool BringUpToDate(ServiceProvider services, RunDiary diary, StageRequest request, CancellationToken token)
    {
        string earlier = "";
        var book = services.GetRequiredService<StageBook>();
        IStage[] stages = [.. services.GetServices<IStage>().Where(s => s.Name <= request.Last)];
        foreach (IStage stage in stages)
        {
            token.ThrowIfCancellationRequested();
            if (!stage.Applies)
                continue;
            (earlier, bool ran) = book.Bring(stage, earlier, request.Force && stage.Name == request.Last, token, before: () => RequireMachine(stages, stage.Name));
            if (ran && stage.Name != StageName.Report)
                diary.Reopen();
            if (book.Read(stage.Name) is { } record)
                diary.Took(record.Cost, plugins.NativeVersions());
        }
        return request.Last == StageName.Report;
    }

    /// <summary>Hours of training are of no use on a machine that cannot do what comes after them.</summary>
    private static void RequireMachine(IEnumerable<IStage> stages, StageName from)
    {
        foreach (IStage stage in stages.Where(s => s.Name >= from))
            stage.RequireMachine();
    }

    private void Announce(LocatedRun run, ExperimentFile experiment)
    {
        string path = ShortPath(run.Folder.Root);
        if (run.Manifest is null)
            display.Say($"Run folder: {path}");
        else if (run.Manifest.ConfigurationHash == experiment.Hash)
            display.Say($"Continuing {path} (--new starts afresh).");
        else
            display.Say($"Continuing {path} with another configuration: stages that it changes are run again, what they made before is kept under superseded/.");
    }

    private RunDiary Begin(LocatedRun run, ExperimentFile experiment)
    {
        ExperimentOptions options = experiment.Options;
        RunDiary diary = RunDiary.Begin(
            run.Folder,
            new RunManifest
            {
                Experiment = options.Name,
                ConfigurationHash = experiment.Hash,
                BaseFolder = experiment.BaseFolder,
                Seeds = new RunSeeds(options.Seed, options.Collect.FirstSeed, options.Evaluate.FirstSeed),
                Source = Surroundings.Source(Environment.CurrentDirectory),
                Versions = Surroundings.Versions(),
                Machine = Surroundings.Machine(),
            },
            run.Manifest,
            time);
        RunFiles.WriteJson(run.Folder.Configuration, experiment.Json);
        return diary;
    }

    private static string ShortPath(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The run failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
