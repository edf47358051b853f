using DiffOG.Composition;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.Admm;
using DiffOG.Solvers.Auto;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Solvers.TorchInteriorPoint;
using Xunit;

namespace DiffOG.Solvers.Agreement.Tests;

/// <summary>Every solver, one a line. Whatever is here is held against all the others.</summary>
internal static class Solvers
{
    private static readonly Dictionary<string, Lazy<IQpSolver>> All = new()
    {
        ["interior-point"] = new(() => new InteriorPointPlugin().Create(new(), new PluginContext())),
        ["active-set"] = new(() => new ActiveSetPlugin().Create(new(), new PluginContext())),
        ["admm"] = new(() => new AdmmPlugin().Create(new(), new PluginContext())),
        ["auto"] = new(() => new AutoPlugin().Create(new(), new PluginContext())),
        ["torch-interior-point"] = new(() => new TorchInteriorPointPlugin().Create(new(), new PluginContext())),
    };

    internal static TheoryData<string> Ids => [.. All.Keys];

    internal static IQpSolver Of(string id) => All[id].Value;

    /// <summary>Those that take the rows of a problem.</summary>
    internal static IEnumerable<(string Id, IQpSolver Solver)> For(QpProblem problem) =>
        All.Select(s => (s.Key, s.Value.Value)).Where(s => s.Value.Refuses(problem.Constraints) is null);
}
