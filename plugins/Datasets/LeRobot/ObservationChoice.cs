using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot;

/// <summary>What makes up an observation: stated by the options, else by this project's writer, else by the task where names fit, else all of the state.</summary>
internal static class ObservationChoice
{
    internal const string State = "observation.state";
    private const string Prefix = "observation.";

    /// <exception cref="Diagnostics.DiffOGException">DOG1463, DOG1465.</exception>
    internal static IReadOnlyList<(ObservationEntry Entry, Part Part)> Of(LeRobotOptions options, DatasetInfo info, ObservationSpec? task, string root) =>
        options.Observations is { } chosen ? [.. chosen.Select(o => Stated(o, info, root))]
        : info.Specs is { } written && Split(written.Observations, info) is { } parts ? parts
        : task is { Entries.Count: > 0 } && ByName(task, info) is { } found ? found
        : [Whole(info, task, root)];

    /// <summary>A feature that holds numbers.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1463: there is none of this name.</exception>
    internal static Feature Require(DatasetInfo info, string key, string root) =>
        info.Features.TryGetValue(key, out Feature? feature) && IsNumbers(feature) ? feature
        : throw LeRobotErrors.NoFeature(root, key, "feature of numbers", [.. info.Features.Values.Where(IsNumbers).Select(f => f.Name)]);

    private static bool IsNumbers(Feature feature) => !feature.IsPicture && feature.Type is not ("string" or "language");

    private static (ObservationEntry, Part) Stated(LeRobotObservation wanted, DatasetInfo info, string root)
    {
        var part = Part.Of(wanted.Columns, Require(info, wanted.Key, root), wanted.Name, root);
        return (new ObservationEntry(wanted.Name, part.Columns.Length, wanted.Unit), part);
    }

    /// <summary>The parts that the state holds one after the other; null where they do not make up all of it.</summary>
    private static (ObservationEntry, Part)[]? Split(IReadOnlyList<ObservationEntry> entries, DatasetInfo info)
    {
        if (!info.Features.TryGetValue(State, out Feature? state) || entries.Sum(e => (long)e.Size) != state.Width)
            return null;
        int offset = 0;
        return [.. entries.Select(e => (e, new Part(state, [.. Enumerable.Range((offset += e.Size) - e.Size, e.Size)])))];
    }

    private static (ObservationEntry, Part)[]? ByName(ObservationSpec task, DatasetInfo info)
    {
        var found = task.Entries.Select(e => (Entry: e, Feature: info.Features.GetValueOrDefault(Prefix + e.Name) ?? info.Features.GetValueOrDefault(e.Name))).ToArray();
        return found.All(f => f.Feature is not null && IsNumbers(f.Feature) && f.Feature.Width == f.Entry.Size)
            ? [.. found.Select(f => (f.Entry, new Part(f.Feature!, [.. Enumerable.Range(0, f.Entry.Size)])))] : null;
    }

    private static (ObservationEntry, Part) Whole(DatasetInfo info, ObservationSpec? task, string root)
    {
        Feature state = Require(info, State, root);
        ObservationEntry entry = task?.Entries is [{ } only] && only.Size == state.Width ? only : new ObservationEntry(State, state.Width, "1");
        return (entry, new Part(state, [.. Enumerable.Range(0, state.Width)]));
    }
}
