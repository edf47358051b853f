using DiffOG.Composition;
using DiffOG.Learning.Natives;
using DiffOG.Solvers.InteriorPoint;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>Makes interior-point solvers that iterate on whole batches in Torch operators.</summary>
[Plugin("torch-interior-point", "Interior point on whole batches in Torch operators, for devices other than the CPU; exact finish on the CPU.")]
public sealed class TorchInteriorPointPlugin : Plugin<IQpSolver, TorchInteriorPointOptions>
{
    /// <inheritdoc/>
    /// <exception cref="Diagnostics.DiffOGException">libtorch cannot be loaded, or sees no such device.</exception>
    public override IQpSolver Create(TorchInteriorPointOptions options, PluginContext context)
    {
        TorchRuntime.Load();
        var exact = new InteriorPointOptions
        {
            Tolerance = options.Tolerance,
            ReducedTolerance = options.ReducedTolerance,
            MaxIterations = options.MaxIterations,
            Threads = options.Threads,
        };
        return new TorchInteriorPointSolver(options, Devices.Open(options.Device), new InteriorPointPlugin().Create(exact, context));
    }
}
