using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Constraints.Combined.Tests;

/// <summary>Combinations made the way the host makes them.</summary>
internal static class Arms
{
    /// <summary>x, y, z.</summary>
    internal static readonly ActionSpec Action = new(ActionMode.Absolute, [.. "xyz".Select(c => new ActionDimension($"{c}", ActionGroup.Translation, "m", -1, 1))]);

    internal static PluginContext Context(ActionNormalisation? normalisation = null, ActionSpec? action = null, params (string, IPluginFactory)[] more) => new()
    {
        Action = action ?? Action,
        StepDuration = 0.1,
        ChunkSteps = 8,
        Normalisation = normalisation,
        Plugins = new GivenPlugins([("difference", new DifferencePlugin()), ("box", new BoxPlugin()), ("half-spaces", new HalfSpacesPlugin()), ("combined", new CombinedPlugin()), .. more]),
    };

    internal static IConstraintSet Set(params object[] options) => Set(Context(), options);

    internal static IConstraintSet Set(PluginContext context, params object[] options) => new CombinedPlugin().Create(Options(options), context);

    internal static CombinedOptions Options(params object[] options) => new() { Sets = [.. options.Select(Choice)] };

    internal static ConstraintContext Chunk(int steps, ActionChunk? previous = null, double time = 0) => new(steps, Action.Size) { Previous = previous, Time = time, StepDuration = 0.1 };

    private static PluginChoice Choice(object options) => new()
    {
        Id = options switch { DifferenceOptions => "difference", BoxOptions => "box", HalfSpacesOptions => "half-spaces", CombinedOptions => "combined", _ => "given" },
        Options = options,
    };
}
