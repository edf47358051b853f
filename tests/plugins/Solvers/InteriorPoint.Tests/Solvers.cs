using DiffOG.Composition;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>Solvers, made the way the host makes them.</summary>
internal static class Solvers
{
    internal static readonly IQpSolver Default = Create(new());

    internal static IQpSolver Create(InteriorPointOptions options) => new InteriorPointPlugin().Create(options, new PluginContext());
}
