using DiffOG.Composition;
using DiffOG.Solvers.InteriorPoint;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>Solvers, made the way the host makes them.</summary>
internal static class Solvers
{
    internal static readonly IQpSolver Default = Create(new());

    /// <summary>The splitting alone.</summary>
    internal static readonly IQpSolver Plain = Create(new() { Polish = false });

    /// <summary>Another method, to compare with.</summary>
    internal static readonly IQpSolver Reference = new InteriorPointPlugin().Create(new(), new PluginContext());

    internal static IQpSolver Create(AdmmOptions options) => new AdmmPlugin().Create(options, new PluginContext());
}
