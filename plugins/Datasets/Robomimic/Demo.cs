using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>One demonstration: what is read of it, looked up once.</summary>
internal sealed class Demo
{
    private Demo(DemoTable actions, DemoTable observations, DemoPictures[] pictures, DemoDataset? states) =>
        (Actions, Observations, Pictures, TimedStates) = (actions, observations, pictures, states);

    /// <summary>[steps, D].</summary>
    internal DemoTable Actions { get; }

    /// <summary>[steps, O], the parts in the order chosen.</summary>
    internal DemoTable Observations { get; }

    /// <summary>By camera, in the order chosen.</summary>
    internal IReadOnlyList<DemoPictures> Pictures { get; }

    /// <summary>States whose first column is the time; null where there are none.</summary>
    internal DemoDataset? TimedStates { get; }

    /// <summary>Looks up the datasets of a demonstration.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">Its group, for example <c>demo_3</c>.</param>
    /// <param name="selection">What is read of it.</param>
    /// <param name="timed">Whether states begin with the time.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1432 to DOG1434.</exception>
    internal static Demo Open(HdfFile file, IH5Group group, Selected selection, bool timed)
    {
        var members = DemoMembers.Of(file, group);
        var actions = new DemoTable([.. selection.Actions.Select(members.Beside)]);
        var observations = new DemoTable([.. selection.Observations.Select(members.Observed)]);
        DemoPictures[] pictures = [.. selection.Cameras.Select(members.Pictures)];
        foreach ((string name, int steps) in actions.Parts.Concat(observations.Parts).Select(p => (p.Name, p.Steps)).Concat(pictures.Select(p => (p.Name, p.Steps))))
        {
            if (steps != actions.Steps)
                throw RobomimicErrors.Shape(file.Path, name, $"it has {steps} steps, {actions.Parts[0].Name} has {actions.Steps}");
        }
        return new Demo(actions, observations, pictures, timed ? members.States : null);
    }
}

/// <summary>Names of what is read of each demonstration.</summary>
/// <param name="Actions">Datasets beside <c>obs/</c>, side by side.</param>
/// <param name="Observations">Datasets under <c>obs/</c>, or beside it.</param>
/// <param name="Cameras">Cameras, whose pictures are <c>obs/NAME_image</c>.</param>
internal sealed record Selected(IReadOnlyList<string> Actions, IReadOnlyList<string> Observations, IReadOnlyList<string> Cameras);
