using DiffOG.Composition;
using DiffOG.Solvers;
using DiffOG.Solvers.ActiveSet;
using DiffOG.Solvers.Admm;
using DiffOG.Solvers.Auto;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class InteriorPointPluginContract : PluginContract<InteriorPointPlugin>;

public sealed class InteriorPointContract : QpSolverContract
{
    protected override double Tolerance => 1e-9;

    protected override double GradientTolerance => 1e-6;

    protected override IQpSolver Create() => new InteriorPointPlugin().Create(new InteriorPointOptions(), new PluginContext());
}

public sealed class ActiveSetPluginContract : PluginContract<ActiveSetPlugin>;

public sealed class ActiveSetContract : QpSolverContract
{
    protected override double Tolerance => 1e-9;

    protected override double GradientTolerance => 1e-6;

    protected override IQpSolver Create() => new ActiveSetPlugin().Create(new ActiveSetOptions(), new PluginContext());
}

public sealed class AutoPluginContract : PluginContract<AutoPlugin>;

public sealed class AutoContract : QpSolverContract
{
    protected override double Tolerance => 1e-9;

    protected override double GradientTolerance => 1e-6;

    protected override IQpSolver Create() => new AutoPlugin().Create(new AutoOptions(), new PluginContext());
}

public sealed class AdmmPluginContract : PluginContract<AdmmPlugin>;

public sealed class AdmmContract : QpSolverContract
{
    protected override double Tolerance => 1e-9;

    protected override double GradientTolerance => 1e-6;

    protected override IQpSolver Create() => new AdmmPlugin().Create(new AdmmOptions(), new PluginContext());
}
