using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Refiners;
using DiffOG.Refiners.DiffOG;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Testing.Contracts;
using DiffOG.Testing.Fakes;

namespace DiffOG.Contracts.Tests;

public sealed class DiffOGPluginContract : PluginContract<DiffOGPlugin>;

public sealed class FixedCostPluginContract : PluginContract<FixedCostPlugin>;

/// <summary>The base for refiners of an arm held to |Δa| ≤ 0.1 by the interior-point solver.</summary>
public abstract class ArmRefinerContract : RefinerContract
{
    protected override IConstraintSet Constraints { get; } = new DifferencePlugin().Create(new DifferenceOptions(), SevenDimensions.Context());

    protected override ActionNormalisation Normalisation => SevenDimensions.Normalisation;

    protected PluginContext Context => SevenDimensions.Context(
        new IdentityProjector(15, 7), Constraints, new InteriorPointPlugin().Create(new InteriorPointOptions(), new PluginContext()),
        new LayerSettings(LayerObjective.Linear, 4, [0, 1, 2, 3, 4, 5]));
}

public sealed class DiffOGContract : ArmRefinerContract
{
    protected override ITrajectoryRefiner Create() => new DiffOGPlugin().Create(new DiffOGRefinerOptions(), Context);
}

public sealed class FixedCostContract : ArmRefinerContract
{
    protected override ITrajectoryRefiner Create() => new FixedCostPlugin().Create(new FixedCostOptions(), Context);
}
