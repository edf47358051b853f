using DiffOG.Composition;

namespace DiffOG.Solvers.Admm;

/// <summary>Makes operator-splitting solvers.</summary>
[Plugin("admm", "Operator splitting (ADMM) with an exact active-set finish; reuses factorisations, takes semidefinite costs; batched, differentiable.")]
public sealed class AdmmPlugin : Plugin<IQpSolver, AdmmOptions>
{
    /// <inheritdoc/>
    public override IQpSolver Create(AdmmOptions options, PluginContext context) => new AdmmSolver(options);
}
