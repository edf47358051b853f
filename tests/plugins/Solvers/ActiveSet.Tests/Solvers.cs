using DiffOG.Composition;
using DiffOG.Solvers.InteriorPoint;

namespace DiffOG.Solvers.ActiveSet.Tests;

/// <summary>Solvers, made the way the host makes them.</summary>
internal static class Solvers
{
    internal static readonly IQpSolver Default = Create(new());

    /// <summary>Another method, which shares neither the change of variables nor the pivoting.</summary>
    internal static readonly IQpSolver Reference = new InteriorPointPlugin().Create(new(), new PluginContext());

    internal static IQpSolver Create(ActiveSetOptions options) => new ActiveSetPlugin().Create(options, new PluginContext());
}
