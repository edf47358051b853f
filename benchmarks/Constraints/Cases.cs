using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Combined;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Benchmarks.Constraints;

/// <summary>Constraint sets as experiments have them, over chunks of 16 steps of seven dimensions.</summary>
internal static class Cases
{
    internal const int Steps = 16, Dimensions = 7;

    private static readonly DifferenceOptions Speed = new() { Limit = 0.1 }, Acceleration = new() { Limit = 0.05, Order = 2 }, Jerk = new() { Limit = 0.05, Order = 3 };

    private static readonly BoxOptions Box = new() { Limit = 1 };

    private static readonly HalfSpacesOptions Planes = new()
    {
        HalfSpaces =
        [
            new() { Normal = new Dictionary<string, double> { ["d0"] = 0.6, ["d1"] = 0.8 }, Upper = 0.9 },
            new() { Normal = new Dictionary<string, double> { ["d1"] = 1, ["d2"] = -1 }, Lower = -0.9 },
        ],
    };

    private static readonly PluginContext Context = new()
    {
        Action = new ActionSpec(ActionMode.Absolute, [.. Enumerable.Range(0, Dimensions).Select(d => new ActionDimension($"d{d}", ActionGroup.Joint, "rad", -1, 1))]),
        ChunkSteps = Steps,
        Plugins = new GivenPlugins(("difference", new DifferencePlugin()), ("box", new BoxPlugin()), ("half-spaces", new HalfSpacesPlugin())),
    };

    internal static IReadOnlyList<(string Name, IConstraintSet Set)> All { get; } =
    [
        ("speed", new DifferencePlugin().Create(Speed, Context)),
        ("box", new BoxPlugin().Create(Box, Context)),
        ("half-spaces (2)", new HalfSpacesPlugin().Create(Planes, Context)),
        ("speed + box", Combined(Speed, Box)),
        ("speed + speed of some + box + box", Combined(Speed, new DifferenceOptions { Limit = 0.05, Dimensions = ["d1", "d4"] }, Box, new BoxOptions { Upper = 0.8 })),
        ("speed + acceleration + jerk + box", Combined(Speed, Acceleration, Jerk, Box)),
        ("speed + box + half-spaces (2)", Combined(Speed, Box, Planes)),
    ];

    private static IConstraintSet Combined(params object[] options) => new CombinedPlugin().Create(new CombinedOptions { Sets = [.. options.Select(Choice)] }, Context);

    private static PluginChoice Choice(object options) => new()
    {
        Id = options switch { DifferenceOptions => "difference", BoxOptions => "box", _ => "half-spaces" },
        Options = options,
    };
}
