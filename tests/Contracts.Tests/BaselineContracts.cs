using DiffOG.Composition;
using DiffOG.Refiners;
using DiffOG.Refiners.Baselines;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class NonePluginContract : PluginContract<NonePlugin>;

public sealed class ClipPluginContract : PluginContract<ClipPlugin>;

public sealed class PenaltyPluginContract : PluginContract<PenaltyPlugin>;

public sealed class NoneContract : ArmRefinerContract
{
    protected override bool HoldsConstraints => false;

    protected override ITrajectoryRefiner Create() => new NonePlugin().Create(new NoOptions(), Context);
}

public sealed class ClipContract : ArmRefinerContract
{
    protected override ITrajectoryRefiner Create() => new ClipPlugin().Create(new NoOptions(), Context);
}

public sealed class PenaltyContract : ArmRefinerContract
{
    protected override bool HoldsConstraints => false;

    protected override ITrajectoryRefiner Create() => new PenaltyPlugin().Create(new PenaltyOptions(), Context);
}
