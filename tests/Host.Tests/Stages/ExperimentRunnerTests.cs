using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Experiments;
using DiffOG.Host.Progress;
using DiffOG.Host.Qp;
using DiffOG.Host.Runs;
using DiffOG.Host.Stages;
using DiffOG.Host.Tests.Composition;
using DiffOG.Host.Tests.Evaluation;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;
using DiffOG.Simulation;
using DiffOG.Solvers;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Xunit;

namespace DiffOG.Host.Tests.Stages;

public sealed class ExperimentRunnerTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly FakeParts parts = new();
    private readonly List<string> said = [];
    private CancellationTokenSource stop = new();

    [Fact]
    public void an_experiment_goes_from_demonstrations_to_a_report()
    {
        string folder = Run(Experiment());
        RunManifest manifest = ManifestOf(folder);
        Assert.NotNull(manifest.Finished);
        Assert.Equal("finished", Assert.Single(manifest.Sessions).Outcome);
        foreach (string file in (string[])["config.composed.json", "metrics.jsonl", "log.txt", "evaluation/none.safetensors", "evaluation/half.safetensors", "metrics.json", "report.html", "stages/evaluate.json"])
            Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Equal([4], parts.Collected);
        Assert.Contains(said, s => s.StartsWith("collect: done", StringComparison.Ordinal));
        Assert.Contains("warning: A file is missing.", said);
        Assert.Equal("1.2.3", manifest.Versions["engine"]);
        Assert.Equal(["collect", "evaluate", "report"], manifest.Stages.Select(s => s.Stage));
        Assert.All(manifest.Stages, s => Assert.True(s.Seconds > 0 && s.PeakMemoryGigabytes > 0));
        Assert.Matches(@"^All stages: \d+\.\d s \(collect .* s, evaluate .* s, report .* s\); largest memory \d+\.\d\d GiB\.$", said[^1]);
    }

    [Fact]
    public void a_finished_experiment_is_started_afresh()
    {
        string first = Run(Experiment());
        Assert.NotEqual(first, Run(Experiment()));
    }

    [Fact]
    public void a_run_that_was_stopped_is_continued_and_keeps_what_was_done()
    {
        parts.Half = (chunk, _) =>
        {
            stop.Cancel();
            return new Refinement(chunk, RefinementStatus.Refined);
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Run(Experiment()));
        stop = new CancellationTokenSource();
        int asked = parts.NoneCalls;
        parts.Half = (chunk, _) => new Refinement(chunk, RefinementStatus.Refined);
        string folder = Run(Experiment());
        Assert.Equal(asked, parts.NoneCalls);
        Assert.Equal(["cancelled", "finished"], ManifestOf(folder).Sessions.Select(s => s.Outcome));
        Assert.Contains(said, s => s.StartsWith("Continuing", StringComparison.Ordinal));
        Assert.Contains("collect: up to date.", said);
    }

    [Fact]
    public void a_failure_is_noted_and_thrown()
    {
        parts.Half = (_, _) => throw new DiffOGException("DOG1999", "It broke.", "Mend it.");
        Assert.Equal("DOG1999", Assert.Throws<DiffOGException>(() => Run(Experiment())).Id);
        Assert.DoesNotContain(said, s => s.StartsWith("error", StringComparison.Ordinal));
        Assert.Equal("failed", Assert.Single(ManifestOf(Directory.GetDirectories(scratch["runs"]).Single()).Sessions).Outcome);
    }

    [Fact]
    public void what_a_changed_setting_does_not_decide_is_not_done_again()
    {
        string folder = Run(Experiment());
        Run(Experiment(episodes: 2), folder: folder);
        Assert.Equal([4], parts.Collected);
        Assert.True(File.Exists(Path.Combine(folder, "superseded/evaluate-1/evaluation/none.safetensors")));
    }

    [Fact]
    public void a_refiner_more_leaves_the_others_rollouts_valid()
    {
        string folder = Run(Experiment());
        int asked = parts.NoneCalls;
        Run(Experiment(refiners: ["none", "half", "again"]), folder: folder);
        Assert.Equal(asked, parts.NoneCalls);
        Assert.True(File.Exists(Path.Combine(folder, "evaluation/again.safetensors")));
        Assert.False(Directory.Exists(Path.Combine(folder, "superseded")));
    }

    [Fact]
    public void single_stages_work_on_the_same_run()
    {
        string folder = Run(Experiment(), StageName.Collect);
        Assert.Null(ManifestOf(folder).Finished);
        Assert.False(File.Exists(Path.Combine(folder, "report.html")));
        Assert.Equal(folder, Run(Experiment()));
        Assert.Equal(folder, Run(Experiment(), StageName.Evaluate, force: true));
        Assert.True(File.Exists(Path.Combine(folder, "superseded/evaluate-1/evaluation/none.safetensors")));
        Assert.Null(ManifestOf(folder).Finished);
    }

    [Fact]
    public void what_was_measured_with_other_settings_is_not_in_the_report()
    {
        string folder = Run(Experiment(), StageName.Evaluate);
        RunFiles.WriteJson(Path.Combine(folder, "stages/train.json"), new StageRecord(1, StageName.Train, "x", TickingClock.Start.AddHours(2), null, 0, [], 0, new Dictionary<string, string>()));
        File.AppendAllText(Path.Combine(folder, "metrics.jsonl"), string.Concat(
            Measured(TickingClock.Start.AddHours(1), step: 250, 0.5),
            Measured(TickingClock.Start.AddHours(1), step: 500, 0.125),
            Measured(TickingClock.Start.AddHours(3), step: 250, 0.25)));
        Run(Experiment(), folder: folder);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")));
        Assert.Equal(0.25, metrics.RootElement.GetProperty("validation")[0].GetProperty("error").GetDouble());
    }

    [Fact]
    public void the_projector_is_made_only_for_refiners_that_ask_for_it()
    {
        Run(Experiment());
        Assert.Equal(0, parts.Projectors);
        Run(Experiment(refiners: ["none", "learned"]));
        Assert.True(parts.Projectors > 0);
    }

    [Fact]
    public void the_problem_of_the_first_refinement_that_failed_is_saved_as_it_was_posed()
    {
        var solver = new LateFailure();
        parts.Solver = solver;
        string folder = Run(Experiment(refiners: ["none", "solving"]));
        (QpProblem posed, QpSolution? start) = solver.Posed.First(p => LateFailure.Fails(p.Problem));
        QpCase saved = QpFiles.Read(Path.Combine(folder, "problems/solving.qp.json"), "saved");
        Assert.Equal(posed.P, saved.Problem.P);
        Assert.Equal(posed.Q, saved.Problem.Q);
        Assert.Equal(posed.Constraints.Lower, saved.Problem.Constraints.Lower);
        Assert.Equal(posed.Constraints.Upper, saved.Problem.Constraints.Upper);
        Assert.Equal(start!.X, saved.Start!.X);
        Assert.Equal("The refinement ended with FellBack: The solver gave up.", saved.Note);
        Assert.Equal("point solving seed 100000 chunk 1", saved.Name);
        Assert.Equal("auto", saved.Solver!.Id);
        const string Sentence = "solving: the problem of its first refinement that failed is in problems/solving.qp.json; 'diffog qp solve' tries it again, docs/qp.md says how to report it.";
        Assert.Contains(Sentence, said);
        Assert.Contains("problems/solving.qp.json", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        Run(Experiment(refiners: ["none", "solving"]), StageName.Evaluate, folder, force: true);
        Assert.True(File.Exists(Path.Combine(folder, "superseded/evaluate-1/problems/solving.qp.json")));
    }

    [Fact]
    public void a_run_without_failures_saves_no_problem()
    {
        parts.Half = (chunk, _) => new Refinement(chunk, RefinementStatus.Violating); // as a baseline that solves nothing does
        string folder = Run(Experiment());
        Assert.False(Directory.Exists(Path.Combine(folder, "problems")));
    }

    [Fact]
    public void demonstrations_of_another_task_are_refused()
    {
        var file = new ExperimentFile(Experiment(dataset: new PluginChoice { Id = "other" }), [], scratch.Root, "x.json");
        using RunFolder folder = RunFolder.Open(scratch["run"]);
        using var made = new ExperimentParts(file, parts, folder, NullLoggerFactory.Instance);
        DiffOGException refused = Assert.Throws<DiffOGException>(made.OpenDemonstrations);
        Assert.Equal(
            "DOG1490: The demonstrations 'memory' do not fit the task 'point' and the policy 'seek':\n  observation 'position': found none, expected 2 values\n  observation 'velocity': found 2 values, expected none\n  rate: found 50 Hz, expected 20 Hz\n"
            + " Name the demonstrations of this task, or the task of these demonstrations; a policy can read only cameras that were recorded, in the size they have.",
            refused.Message);
    }

    [Fact]
    public void demonstrations_without_the_pictures_that_the_policy_reads_are_refused()
    {
        parts.Cameras = [new CameraSpec("top", 24, 24), new CameraSpec("side", 8, 8)];
        parts.Given = new MemoryDataset(new PointMassSimulator().Spec.Observations with { Cameras = [new CameraSpec("top", 32, 32), new CameraSpec("unused", 4, 4)] }, new PointMassSimulator().Spec.Action, 20);
        var file = new ExperimentFile(Experiment(dataset: new PluginChoice { Id = "given" }), [], scratch.Root, "x.json");
        using RunFolder folder = RunFolder.Open(scratch["run"]);
        using var made = new ExperimentParts(file, parts, folder, NullLoggerFactory.Instance);
        DiffOGException refused = Assert.Throws<DiffOGException>(made.OpenDemonstrations);
        Assert.StartsWith("DOG1490: The demonstrations 'memory' do not fit the task 'point' and the policy 'seek':\n  camera 'top': found 32 x 32 pixels, expected 24 x 24\n  camera 'side': found none, expected 8 x 8 pixels\n ", refused.Message, StringComparison.Ordinal);
        parts.Cameras = [];
        made.OpenDemonstrations();
    }

    [Fact]
    public void the_pictures_that_the_policy_reads_are_collected_anew_when_they_change()
    {
        string folder = Run(Experiment());
        Assert.Empty(parts.Sinks.Single().Spec.Observations.Cameras);
        parts.Cameras = [new CameraSpec("top", 24, 24)];
        Run(Experiment(), folder: folder);
        MemoryDataset seen = parts.Sinks.Last();
        Assert.Equal(parts.Cameras, seen.Spec.Observations.Cameras);
        seen.ReadPictures(3, 0, 1, "top", new byte[24 * 24 * 3]);
        Assert.Contains("alt=\"top, step 0, 24 ", File.ReadAllText(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
        Assert.DoesNotContain("collect: up to date.", said);
        Run(Experiment(), folder: folder);
        Assert.Contains("collect: up to date.", said);
    }

    [Theory]
    [InlineData(StageName.Collect, true)]
    [InlineData(StageName.Report, true)]
    [InlineData(StageName.Report, false)]
    public void a_machine_that_cannot_render_what_the_policy_reads_is_told_so_before_any_work(StageName last, bool collecting)
    {
        parts.Cameras = [new CameraSpec("top", 24, 24)];
        parts.Simulator = () => new Blind();
        parts.Given = new MemoryDataset(new PointMassSimulator().Spec.Observations with { Cameras = parts.Cameras }, new PointMassSimulator().Spec.Action, 20);
        DiffOGException refused = Assert.Throws<DiffOGException>(() => Run(Experiment(dataset: collecting ? null : new PluginChoice { Id = "given" }), last));
        Assert.Equal("DOG1650", refused.Id);
        Assert.False(Directory.Exists(Path.Combine(Directory.GetDirectories(scratch["runs"]).Single(), "stages")));
    }

    [Fact]
    public void a_machine_that_cannot_render_still_writes_the_report_of_a_finished_evaluation()
    {
        parts.Cameras = [new CameraSpec("top", 24, 24)];
        string folder = Run(Experiment());
        parts.Simulator = () => new Blind();
        Run(Experiment(), folder: folder);
        Assert.Contains("evaluate: up to date.", said);
    }

    [Fact]
    public void a_plugin_counts_as_another_when_one_that_its_options_choose_has_another_version()
    {
        var file = new ExperimentFile(Experiment(), [], scratch.Root, "x.json");
        using RunFolder folder = RunFolder.Open(scratch["run"]);
        using var made = new ExperimentParts(file, parts, folder, NullLoggerFactory.Instance);
        var choice = new PluginChoice { Id = "several", Options = new ChoosingOptions { Sets = [new PluginChoice { Id = "difference" }] } };
        Assert.StartsWith("""{"Id":"several","Version":"1 (difference 1, interior-point 1)","Options":{"sets":[{"id":"difference"}],""", JsonSerializer.Serialize(made.Identity(PluginKind.ConstraintSet, choice)), StringComparison.Ordinal);
        Assert.StartsWith("""{"Id":"plain","Version":"1",""", JsonSerializer.Serialize(made.Identity(PluginKind.Policy, new PluginChoice { Id = "plain" })), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        stop.Dispose();
        scratch.Dispose();
    }

    private string Run(ExperimentOptions options, StageName last = StageName.Report, string? folder = null, bool force = false)
    {
        IDisplay display = Substitute.For<IDisplay>();
        display.When(d => d.Say(Arg.Any<string>())).Do(call => said.Add(call.Arg<string>()));
        display.Work(default!, default, Arg.Any<Func<IWorkProgress, int>>()).ReturnsForAnyArgs(call => call.Arg<Func<IWorkProgress, int>>()(Substitute.For<IWorkProgress>()));
        display.Work(default!, default, Arg.Any<Func<IWorkProgress, Host.Evaluation.RefinerRollouts>>()).ReturnsForAnyArgs(call => call.Arg<Func<IWorkProgress, Host.Evaluation.RefinerRollouts>>()(Substitute.For<IWorkProgress>()));
        var file = new ExperimentFile(options, new JsonObject { ["episodes"] = options.Evaluate.Episodes, ["refiners"] = string.Join(' ', options.Refiners.Select(r => r.Id)) }, scratch.Root, "x.json");
        var request = new StageRequest(new RunRequest(folder, StartNew: false, FinishedToo: last != StageName.Report), last, force);
        return new ExperimentRunner(parts, display, new TickingClock(), scratch["runs"]).Run(file, request, stop.Token);
    }

    private static ExperimentOptions Experiment(int episodes = 3, string[]? refiners = null, PluginChoice? dataset = null) => new()
    {
        Name = "point",
        Task = new PluginChoice { Id = "point" },
        Policy = new PluginChoice { Id = "seek" },
        Dataset = dataset,
        Collect = new CollectOptions { Episodes = 4 },
        Refiners = [.. (refiners ?? ["none", "half"]).Select(r => new RefinerChoice { Id = r })],
        Evaluate = new EvaluateOptions { Episodes = episodes, Videos = 0 },
    };

    private static string Measured(DateTimeOffset time, long step, double error) =>
        JsonSerializer.Serialize(new MetricEvent(1, time, "train", step, new Dictionary<string, double> { ["actionMse"] = error }), RunJson.Compact) + "\n";

    private static RunManifest ManifestOf(string folder) => RunFiles.ReadJson<RunManifest>(Path.Combine(folder, "manifest.json"))!;

    /// <summary>A task, a policy and refiners that need neither files nor natives.</summary>
    private sealed class FakeParts : IPluginSource
    {
        private static readonly TaskSpec Task = new PointMassSimulator().Spec;

        private readonly Dictionary<string, MemoryDataset> collected = [];

        /// <summary>Those that the policy reads.</summary>
        internal IReadOnlyList<CameraSpec> Cameras { get; set; } = [];

        internal Func<ISimulator> Simulator { get; set; } = () => new PointMassSimulator();

        /// <summary>The dataset named "given".</summary>
        internal MemoryDataset? Given { get; set; }

        /// <summary>What was collected, in its order.</summary>
        internal List<MemoryDataset> Sinks { get; } = [];

        /// <summary>The episodes of every run folder.</summary>
        internal IEnumerable<int> Collected => collected.Values.Select(d => d.Spec.EpisodeLengths.Count);

        internal int NoneCalls { get; private set; }

        internal int Projectors { get; private set; }

        internal IQpSolver Solver { get; set; } = Substitute.For<IQpSolver>();

        internal Func<Actions.ActionChunk, RefinementContext, Refinement> Half { get; set; } = (chunk, _) => new Refinement(chunk, RefinementStatus.Refined);

        public T Create<T>(PluginChoice choice, PluginContext context)
            where T : class => (T)Make(typeof(T), choice.Id, context);

        public PluginChoice Choose(PluginKind kind, string id, string json)
        {
            string path = (string)JsonNode.Parse(json)!["path"]!;
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path);
                Sinks.Add(collected[path] = new MemoryDataset(Task.Observations with { Cameras = Cameras }, Task.Action, Task.Rate));
            }
            return new PluginChoice { Id = path };
        }

        public bool Needs(PluginKind kind, string id, Type part) => id == "learned" && part == typeof(IQProjector);

        public IReadOnlyDictionary<string, string> NativeVersions() => new Dictionary<string, string> { ["engine"] = "1.2.3" };

        public string VersionOf(PluginKind kind, string id) => "1";

        private object Make(Type contract, string id, PluginContext context)
        {
            if (contract == typeof(ISimulator))
                return Simulator();
            if (contract == typeof(IDemonstrationDataset))
                return Dataset(id);
            if (contract == typeof(IPolicy))
                context.Loggers.CreateLogger("fake").Log(LogLevel.Warning, default, "A file is missing.", null, (text, _) => text);
            if (contract == typeof(IPolicy))
                return new ScriptedPolicy(new PolicySpec(Task.Observations with { Cameras = Cameras }, Task.Action, 1, 4, 2), o => [.. o.Values.Select(v => -3 * v), -1]);
            if (contract == typeof(IConstraintSet))
                return new StepLimit(0.5, 0, 1);
            if (contract == typeof(IQProjector))
                return Projector();
            return contract == typeof(IQpSolver) ? Solver : Refiner(id, context);
        }

        private MemoryDataset Dataset(string id) =>
            (id == "given" ? Given : collected.GetValueOrDefault(id)) ?? new MemoryDataset(new ObservationSpec([new ObservationEntry("velocity", 2, "m/s")]), Task.Action, rate: 50);

        private IQProjector Projector()
        {
            Projectors++;
            return Substitute.For<IQProjector>();
        }

        private ITrajectoryRefiner Refiner(string id, PluginContext context)
        {
            Assert.Equal(id == "learned", context.Parts.OfType<IQProjector>().Any());
            if (id == "solving")
                return new SolvingRefiner(context.Part<IQpSolver>());
            ITrajectoryRefiner refiner = Substitute.For<ITrajectoryRefiner>();
            refiner.Refine(Arg.Any<Actions.ActionChunk>(), Arg.Any<RefinementContext>()).Returns(call =>
            {
                NoneCalls += id == "none" ? 1 : 0;
                return id == "half" ? Half(call.Arg<Actions.ActionChunk>(), call.Arg<RefinementContext>()) : new Refinement(call.Arg<Actions.ActionChunk>(), RefinementStatus.Unchanged);
            });
            return refiner;
        }
    }

    /// <summary>Poses a problem in which all that a refiner is told can be seen.</summary>
    private sealed class SolvingRefiner(IQpSolver solver) : ITrajectoryRefiner
    {
        public Refinement Refine(Actions.ActionChunk proposed, RefinementContext context)
        {
            int n = proposed.Values.Length;
            double[] q = [.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? 1.0 : 0)];
            var rows = new BoxBlock(n, [.. Enumerable.Range(0, n)], [.. Enumerable.Repeat(-1 - context.Time, n)], [.. Enumerable.Repeat(2 + context.Previous.Values.Sum() + (context.ExecutedSteps / 8.0), n)]);
            QpSolution solution = solver.Solve(new QpProblem(q, [.. proposed.Values.Select(v => -v)], new LinearConstraints(n, rows)), context.Last?.Solution);
            return solution.HasPoint
                ? new Refinement(proposed, RefinementStatus.Refined) { Solution = solution }
                : new Refinement(proposed, RefinementStatus.FellBack) { Reason = "The solver gave up." };
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Gives up after the first chunk of an episode.</summary>
    private sealed class LateFailure : IQpSolver
    {
        internal List<(QpProblem Problem, QpSolution? Start)> Posed { get; } = [];

        internal static bool Fails(QpProblem problem) => problem.Constraints.Lower[0] < -1;

        public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
        {
            Posed.Add((problems[0], warmStarts?[0]));
            return [new QpSolution(problems[0], Fails(problems[0]) ? QpStatus.NotConvex : QpStatus.Solved, [.. problems[0].P.Select(p => -p)], new double[problems[0].Variables])];
        }

        public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => throw new NotSupportedException();
    }
}
