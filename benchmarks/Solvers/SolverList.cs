using DiffOG.Benchmarks.Solvers.OptNet;
using DiffOG.Composition;
using DiffOG.Solvers;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.Admm;
using DiffOG.Solvers.Auto;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Solvers.TorchInteriorPoint;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>A solver that is measured.</summary>
/// <param name="Id">Of the plugin; what is not the plugin's default is said behind it.</param>
/// <param name="Make">Makes it for a number of threads.</param>
/// <param name="Parts">Where it takes part.</param>
internal sealed record MeasuredSolver(string Id, Func<int, IQpSolver> Make, Parts Parts = Parts.Single | Parts.Batch);

/// <summary>The solvers, one a line.</summary>
internal static class SolverList
{
    /// <summary>The dense batched interior point of OptNet in Torch operators, which batches are compared with.</summary>
    internal const string Reference = "OptNet in Torch";

    internal static readonly MeasuredSolver[] All =
    [
        new(Reference, _ => new OptNetSolver(), Parts.Batch),
        new("torch-interior-point, no polish", threads => new TorchInteriorPointPlugin().Create(new() { Threads = threads, Polish = false }, new PluginContext()), Parts.Batch),
        new("active-set", threads => new ActiveSetPlugin().Create(new() { Threads = threads }, new PluginContext())),
        new("interior-point", threads => new InteriorPointPlugin().Create(new() { Threads = threads }, new PluginContext())),
        new("admm", threads => new AdmmPlugin().Create(new() { Threads = threads }, new PluginContext())),
        new("auto", threads => new AutoPlugin().Create(new() { Threads = threads }, new PluginContext()), Parts.Single | Parts.Batch | Parts.Scaling | Parts.Layer),
    ];

    /// <summary>Those of a part that were asked for.</summary>
    internal static IEnumerable<MeasuredSolver> Of(Parts part, Choices choices) =>
        All.Where(s => s.Parts.HasFlag(part) && (choices.Solvers.Count == 0 || choices.Solvers.Any(s.Id.StartsWith)));
}
