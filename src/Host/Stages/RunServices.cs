using DiffOG.Host.Progress;
using DiffOG.Host.Reporting.Video;
using DiffOG.Host.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DiffOG.Host.Stages;

/// <summary>The services of one run; they live and end with it. What is handed in stays the caller's.</summary>
internal static class RunServices
{
    /// <summary>Wires them.</summary>
    internal static ServiceProvider Build(
        ExperimentFile experiment, RunFolder folder, RunDiary diary, IPluginSource plugins, IDisplay display, TimeProvider time) => new ServiceCollection()
        .AddSingleton(experiment)
        .AddSingleton(folder)
        .AddSingleton(diary)
        .AddSingleton(plugins)
        .AddSingleton<IDisplay>(s => ActivatorUtilities.CreateInstance<LoggedDisplay>(s, display))
        .AddSingleton(time)
        .AddLogging(logging => logging
            .AddProvider(new FileLog(folder.Log, time))
            .AddProvider(new DisplayLog(display))
            // Why a run failed is said once, at the end, by the command line.
            .AddFilter<DisplayLog>(typeof(ExperimentRunner).FullName, LogLevel.None))
        .AddSingleton(_ => MetricLog.Open(folder.Metrics, time, new TensorBoard(folder.TensorBoard)))
        .AddSingleton<IVideoWriter, VideoWriter>()
        .AddSingleton<StageBook>()
        .AddSingleton<ExperimentParts>()
        .AddSingleton<TrainedParts>()
        .AddSingleton<FailedProblems>()
        .AddSingleton<IStage, CollectStage>()
        .AddSingleton<IStage, TrainStage>()
        .AddSingleton<IStage, RefineStage>()
        .AddSingleton<EvaluateStage>()
        .AddSingleton<IStage>(s => s.GetRequiredService<EvaluateStage>())
        .AddSingleton<IStage, ReportStage>()
        .BuildServiceProvider();
}
