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
    /// <param name="read">Names of the parts that are read at all; null for all.</param>
    /// <exception cref="DiffOGException">DOG1115: a name is not one of the parts that are read.</exception>
    internal ObservationSplit(ObservationSpec observations, IReadOnlyList<string> environmentState, IReadOnlyList<string>? read = null)
    {
        string[] known = [.. observations.Entries.Select(e => e.Name).Where(n => read?.Contains(n) ?? true)];
        string[] strangers = [.. environmentState.Except(known).Order(StringComparer.Ordinal)];
        if (strangers.Length > 0)
        {
            throw new DiffOGException(
                "DOG1115",
                $"'environmentState' of the policy 'act' names {string.Join(", ", strangers.Select(s => $"'{s}'"))}; the policy reads {string.Join(", ", known)}.",
                "Use names of observations in 'environmentState', or leave it out.");
        }
        robot = PlacesOf(observations, known.Except(environmentState));
        environment = PlacesOf(observations, known.Intersect(environmentState));
    }

    /// <summary>S, the number of values about the robot.</summary>
    internal int RobotSize => robot.Length;

    /// <summary>V, the number of values about the surroundings.</summary>
    internal int EnvironmentSize => environment.Length;

    /// <summary>[B, O] → [B, S], or null where S is zero.</summary>
    internal Tensor? Robot(Tensor values) => Take(values, robot);

    /// <summary>[B, O] → [B, V], or null where V is zero.</summary>
    internal Tensor? Environment(Tensor values) => Take(values, environment);

    private static long[] PlacesOf(ObservationSpec observations, IEnumerable<string> names) =>
        [.. observations.Entries.Where(e => names.Contains(e.Name)).SelectMany(e => Enumerable.Range(observations.OffsetOf(e.Name), e.Size)).Select(p => (long)p)];

    private static Tensor? Take(Tensor values, long[] places) =>
        places.Length == 0 ? null : places.Length == values.shape[1] ? values : values.index_select(1, tensor(places, device: values.device));
}
