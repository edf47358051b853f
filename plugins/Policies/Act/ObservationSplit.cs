using DiffOG.Diagnostics;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act;

/// <summary>Which places of the observation vector are about the robot, and which about its surroundings.</summary>
internal sealed class ObservationSplit
{
    private readonly long[] robot;
    private readonly long[] environment;

    /// <param name="observations">What is observed.</param>
    /// <param name="environmentState">Names of the parts about the surroundings.</param>
    /// <exception cref="DiffOGException">DOG1115: a name is not one of the parts.</exception>
    internal ObservationSplit(ObservationSpec observations, IReadOnlyList<string> environmentState)
    {
        string[] known = [.. observations.Entries.Select(e => e.Name)];
        string[] strangers = [.. environmentState.Except(known).Order(StringComparer.Ordinal)];
        if (strangers.Length > 0)
        {
            throw new DiffOGException(
                "DOG1115",
                $"'environmentState' of the policy 'act' names {string.Join(", ", strangers.Select(s => $"'{s}'"))}; the observation has {string.Join(", ", known)}.",
                "Use names of observations in 'environmentState', or leave it out.");
        }
        ILookup<bool, long> places = observations.Entries
            .SelectMany(e => Enumerable.Repeat(environmentState.Contains(e.Name), e.Size))
            .Select((outside, place) => (outside, place))
            .ToLookup(p => p.outside, p => (long)p.place);
        (robot, environment) = ([.. places[false]], [.. places[true]]);
    }

    /// <summary>S, the number of values about the robot.</summary>
    internal int RobotSize => robot.Length;

    /// <summary>V, the number of values about the surroundings.</summary>
    internal int EnvironmentSize => environment.Length;

    /// <summary>[B, O] → [B, S], or null where S is zero.</summary>
    internal Tensor? Robot(Tensor values) => Take(values, robot);

    /// <summary>[B, O] → [B, V], or null where V is zero.</summary>
    internal Tensor? Environment(Tensor values) => Take(values, environment);

    private static Tensor? Take(Tensor values, long[] places) =>
        places.Length == 0 ? null : places.Length == values.shape[1] ? values : values.index_select(1, tensor(places, device: values.device));
}
