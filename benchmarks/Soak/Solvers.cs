using DiffOG.Composition;
using DiffOG.Solvers;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.Admm;
using DiffOG.Solvers.Auto;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Solvers.TorchInteriorPoint;

namespace DiffOG.Benchmarks.Soak;

/// <summary>The solvers that can be soaked. The soak itself spreads problems over threads, so each works on one.</summary>
internal static class Solvers
{
    internal static readonly IReadOnlyDictionary<string, Func<IQpSolver>> All = new SortedDictionary<string, Func<IQpSolver>>(StringComparer.Ordinal)
    {
        ["active-set"] = () => new ActiveSetPlugin().Create(new() { Threads = 1 }, new PluginContext()),
        ["admm"] = () => new AdmmPlugin().Create(new() { Threads = 1 }, new PluginContext()),
        ["auto"] = () => new AutoPlugin().Create(new() { Threads = 1 }, new PluginContext()),
        ["interior-point"] = () => new InteriorPointPlugin().Create(new() { Threads = 1 }, new PluginContext()),
        ["torch-interior-point"] = () => new TorchInteriorPointPlugin().Create(new() { Threads = 1 }, new PluginContext()),
    };

    /// <summary>Takes every problem, by steps that no other solver takes.</summary>
    internal const string Judge = "admm";

    /// <summary>Judges the judge.</summary>
    internal const string JudgeOfTheJudge = "interior-point";
}
