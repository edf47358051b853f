using DiffOG.Composition;
using DiffOG.Solvers.InteriorPoint;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>Solvers, made the way the host makes them.</summary>
internal static class Solvers
{
    internal static readonly IQpSolver Default = Create(new());
    internal static readonly IQpSolver Unpolished = Create(new() { Polish = false });
    internal static readonly IQpSolver InteriorPoint = new InteriorPointPlugin().Create(new(), new PluginContext());

    internal static IQpSolver Create(TorchInteriorPointOptions options) => new TorchInteriorPointPlugin().Create(options, new PluginContext());
}
