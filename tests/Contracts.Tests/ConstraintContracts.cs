using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Bounds;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Combined;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using DiffOG.Testing.Contracts;
using DiffOG.Testing.Fakes;

namespace DiffOG.Contracts.Tests;

public sealed class DifferencePluginContract : PluginContract<DifferencePlugin>;

public sealed class DifferenceContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new DifferencePlugin().Create(new DifferenceOptions(), SevenDimensions.Context());
}

public sealed class AccelerationContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new DifferencePlugin().Create(new DifferenceOptions { Order = 2 }, SevenDimensions.Context());
}

public sealed class ScheduledDifferenceContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new DifferencePlugin().Create(new DifferenceOptions
    {
        Order = 3,
        Space = LimitSpace.Action,
        Interpolate = Interpolation.Linear,
        Schedule = [new() { From = 0.2, Scale = 0.5 }, new() { From = 0.5, Limit = 0.2 }],
    }, SevenDimensions.Context());
}

public sealed class BoxPluginContract : PluginContract<BoxPlugin>
{
    protected override string? FaultOfDefaults => "bounds nothing: give limit, lower or upper, for all dimensions or in 'overrides'";
}

public sealed class BoxContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new BoxPlugin().Create(new BoxOptions { Limit = 1 }, SevenDimensions.Context());
}

public sealed class ScheduledRawBoxContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new BoxPlugin().Create(new BoxOptions
    {
        Space = LimitSpace.Action,
        Upper = 0.05,
        Interpolate = Interpolation.Linear,
        Schedule = [new() { From = 0.2, Scale = 0.5 }, new() { From = 0.5, Lower = -0.1 }],
    }, SevenDimensions.Context());
}

public sealed class HalfSpacesPluginContract : PluginContract<HalfSpacesPlugin>;

public sealed class HalfSpacesContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new HalfSpacesPlugin().Create(new HalfSpacesOptions
    {
        Space = LimitSpace.Action,
        Interpolate = Interpolation.Linear,
        HalfSpaces =
        [
            new() { Normal = new Dictionary<string, double> { ["dx"] = 1, ["dz"] = -2 }, Lower = -0.1, Schedule = [new() { From = 0.4, Lower = 0 }] },
            new() { Normal = new Dictionary<string, double> { ["ry"] = 1, ["gripper"] = 1 }, Limit = 0.5, From = 0.2, Until = 0.6 },
        ],
    }, SevenDimensions.Context());
}

public sealed class CombinedPluginContract : PluginContract<CombinedPlugin>;

public sealed class CombinedContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new CombinedPlugin().Create(
        new CombinedOptions
        {
            Sets =
            [
                new() { Id = "difference" },
                new() { Id = "box", Options = new BoxOptions { Limit = 1, Schedule = [new() { From = 0.3, Scale = 0.9 }] } },
                new() { Id = "difference", Options = new DifferenceOptions { Order = 2, Limit = 0.02 } },
                new() { Id = "difference", Options = new DifferenceOptions { Dimensions = ["rx", "gripper"], Limit = 0.05 } },
            ],
        },
        SevenDimensions.Context(new GivenPlugins(("difference", new DifferencePlugin()), ("box", new BoxPlugin()))));
}

public sealed class AdjustableContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new AdjustableConstraints(new BoxPlugin().Create(new BoxOptions { Limit = 1 }, SevenDimensions.Context()))
    {
        Rule = (place, lower, upper) => place.Time > 0.5 ? (0.5 * lower, 0.5 * upper) : (lower, upper - (0.1 * place.Dimension)),
    };
}
