using DiffOG.Composition;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.InteriorPoint;

namespace DiffOG.Solvers.Auto;

/// <summary>Makes the solver that chooses.</summary>
[Plugin("auto", "Chooses by the structure of the rows: active-set where they become a box, else interior-point; says which and why.")]
public sealed class AutoPlugin : Plugin<IQpSolver, AutoOptions>
{
    /// <inheritdoc/>
    public override IQpSolver Create(AutoOptions options, PluginContext context) => new AutoSolver(
        new ActiveSetPlugin().Create(new ActiveSetOptions { Threads = options.Threads }, context),
        new InteriorPointPlugin().Create(new InteriorPointOptions { Threads = options.Threads }, context));
}
