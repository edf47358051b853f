using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot;

/// <summary>What the actions are: stated by the options, else by this project's writer, else by LeRobot's conventions and what is recorded.</summary>
internal static class ActionSpecs
{
    /// <param name="options">What a person says.</param>
    /// <param name="info">What the dataset says.</param>
    /// <param name="actions">The numbers that are the action.</param>
    /// <param name="seen">The smallest and the largest recorded value of each; asked for only where nothing states ranges.</param>
    /// <param name="root">The dataset, for messages.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1465: the options list another number of dimensions.</exception>
    internal static ActionSpec Of(LeRobotAction options, DatasetInfo info, Part actions, Func<(double[] Minimum, double[] Maximum)> seen, string root)
    {
        int size = actions.Columns.Length;
        Require(options.Names?.Count, "names", size, root);
        Require(options.Groups?.Count, "groups", size, root);
        Require(options.Minimum?.Count, "minimum", size, root);
        WrittenSpecs? written = info.Specs is { } specs && specs.Dimensions.Count == actions.Feature.Width ? specs : null;
        ActionDimension[] stated = [.. actions.Columns.Select(c => written?.Dimensions[c] ?? Guessed(actions.Feature, c))];
        (IReadOnlyList<double> minimum, IReadOnlyList<double> maximum) = options.Minimum is not null ? (options.Minimum, options.Maximum!)
            : written is not null ? ([.. stated.Select(d => d.Minimum)], [.. stated.Select(d => d.Maximum)])
            : seen();
        return new ActionSpec(options.Mode ?? written?.Mode ?? ActionMode.Absolute, [.. stated.Select((d, i) => new ActionDimension(
            options.Names?[i] ?? d.Name, options.Groups?[i] ?? d.Group, options.Unit ?? d.Unit, minimum[i], maximum[i]))]);
    }

    private static void Require(int? given, string what, int size, string root)
    {
        if (given is int count && count != size)
            throw LeRobotErrors.Misfit(root, $"the options list {count} action {what}, and the recorded actions have {size} values", $"List {size}, or leave them out.");
    }

    private static ActionDimension Guessed(Feature feature, int column)
    {
        string name = feature.Labels.Count > 0 ? feature.Labels[column] : $"a{column}";
        return new ActionDimension(name, name.Contains("gripper", StringComparison.OrdinalIgnoreCase) ? ActionGroup.Gripper : ActionGroup.Joint, "1", 0, 0);
    }
}
