using DiffOG.Composition;

namespace DiffOG.Solvers.InteriorPoint;

/// <summary>Makes interior-point solvers.</summary>
[Plugin("interior-point", "Primal-dual interior point with an exact active-set finish; batched, differentiable, for any linear inequalities and a semidefinite cost.")]
public sealed class InteriorPointPlugin : Plugin<IQpSolver, InteriorPointOptions>
{
    /// <inheritdoc/>
    public override IQpSolver Create(InteriorPointOptions options, PluginContext context) => new InteriorPointSolver(options);
}
