using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Leto.Optimisation;
using DiffOG.Policies.Networks.Recurrent;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Solvers;
using DiffOG.Solvers.Auto;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Policies.Leto.Tests;

/// <summary>A task of two motion dimensions and a gripper, observed by three numbers; chunks of four steps.</summary>
internal static class Arm
{
    internal const int Steps = 4, Dimensions = 3, Observed = 3, History = 4;

    internal static LetoOptions Small { get; } = new() { ObservationSteps = History, ChunkSteps = Steps, ExecutedSteps = 2, HiddenSize = 16, Layers = 1 };

    internal static ActionSpec Action { get; } = new(ActionMode.Relative,
        [new("x", ActionGroup.Translation, "m", -1, 1), new("y", ActionGroup.Translation, "m", -1, 1), new("gripper", ActionGroup.Gripper, "1", -1, 1)]);

    internal static ObservationSpec Observations { get; } = new([new("a", 1, "m"), new("b", 2, "m")]);

    internal static GivenPlugins Plugins { get; } = new(("difference", new DifferencePlugin()), ("auto", new AutoPlugin()));

    internal static PluginContext Context { get; } = new() { Observations = Observations, Action = Action, StepDuration = 0.05, Plugins = Plugins };

    internal static IConstraintSet Limits(double limit) => new LimitedConstraints(
        new DifferencePlugin().Create(new DifferenceOptions { Limit = limit }, Context), 1, Action.MotionDimensions);

    internal static IQpSolver Solver() => new AutoPlugin().Create(new AutoOptions(), Context);

    internal static ITrainablePolicy Prepared(LetoOptions options, PluginContext? context = null)
    {
        ITrainablePolicy policy = new LetoPlugin().Create(options, context ?? Context);
        // Two of three actions are normalised by other numbers than 1 and 0, so that a forgotten conversion shows.
        policy.Prepare(new(InputStatistics.Of([-1, -1, -1, 1, 1, 1], 3), InputStatistics.Of([-1, 0, -0.5, 1, 0.5, 0.5], 3)), seed: 1);
        return policy;
    }

    /// <summary>A network in double precision whose cost is far from the identity.</summary>
    internal static RecurrentNetwork Network()
    {
        manual_seed(5);
        int n = Steps * Dimensions;
        var network = new RecurrentNetwork(
            new ObservationEncoder(Observations, new VisionOptions()), new RecurrentShape(8, 1), new Dictionary<string, int> { ["action"] = n },
            new Dictionary<string, Parameter> { [GlobalCost.Name] = GlobalCost.Initial(n, InitialCost.Reference) });
        network.to(ScalarType.Float64);
        return network;
    }

    internal static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return (rand(shape, generator: generator) * 1.8) - 0.9;
    }

    internal static ActionChunk Previous(params double[] values) => new(1, Dimensions, values);
}
