using DiffOG.Composition;

namespace DiffOG.Solvers.ActiveSet;

/// <summary>Makes the active-set solver.</summary>
[Plugin("active-set", "Exact and fastest, for limits on differences and on actions: rows that become a box.")]
public sealed class ActiveSetPlugin : Plugin<IQpSolver, ActiveSetOptions>
{
    /// <inheritdoc/>
    public override IQpSolver Create(ActiveSetOptions options, PluginContext context) => new ActiveSetSolver(options);
}
