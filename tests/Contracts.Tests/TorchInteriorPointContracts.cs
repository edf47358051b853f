using DiffOG.Composition;
using DiffOG.Solvers;
using DiffOG.Solvers.TorchInteriorPoint;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class TorchInteriorPointPluginContract : PluginContract<TorchInteriorPointPlugin>;

public sealed class TorchInteriorPointContract : QpSolverContract
{
    protected override double Tolerance => 1e-9;

    protected override double GradientTolerance => 1e-6;

    protected override IQpSolver Create() => new TorchInteriorPointPlugin().Create(new TorchInteriorPointOptions(), new PluginContext());
}

/// <summary>As the device leaves it.</summary>
public sealed class UnpolishedTorchInteriorPointContract : QpSolverContract
{
    protected override double Tolerance => 1e-6;

    // Central differences divide the error of the points by their step; the gradients themselves are exact.
    protected override double GradientTolerance => 1e-5;

    protected override IQpSolver Create() => new TorchInteriorPointPlugin().Create(new TorchInteriorPointOptions { Polish = false, Tolerance = 1e-10 }, new PluginContext());
}
