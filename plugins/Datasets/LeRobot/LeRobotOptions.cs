using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Datasets.LeRobot;

/// <summary>Settings of demonstrations in LeRobot's layout.</summary>
public sealed class LeRobotOptions : IValidatableObject
{
    /// <summary>The dataset's folder.</summary>
    [Description("The dataset's folder, with meta/info.json.")]
    [Required]
    [PathOption]
    public string Path { get; init; } = "";

    /// <summary>What one observation consists of, in this order; the task's parts where they are found, else all of <c>observation.state</c>, where left out.</summary>
    [Description("What one observation consists of, in this order; leave out for the task's parts, else observation.state.")]
    public IReadOnlyList<LeRobotObservation>? Observations { get; init; }

    /// <summary>The cameras whose pictures can be read; all whose pictures are there where left out.</summary>
    [Description("Cameras whose pictures can be read; leave out for all that are there, [] for none.")]
    public IReadOnlyList<LeRobotCamera>? Cameras { get; init; }

    /// <summary>What one action consists of.</summary>
    [Description("What one action consists of.")]
    public LeRobotAction Action { get; init; } = new();

    /// <summary>The episodes to read, by the recording's own numbers; all where left out.</summary>
    [Description("Episodes to read, by the recording's own numbers; leave out for all.")]
    [MinLength(1)]
    public IReadOnlyList<int>? Episodes { get; init; }

    /// <summary>The program that decodes films; looked for on the search path where left out.</summary>
    [Description("The program ffmpeg, which decodes films; leave out to look for it on the search path.")]
    [PathOption]
    public string? Ffmpeg { get; init; }

    /// <summary>The most memory that decoded rows and pictures may take [MiB]; where there are cameras, a quarter of it is for rows.</summary>
    [Description("Most memory for decoded rows and pictures, in MiB.")]
    [Range(1, 65_536)]
    public int CacheMegabytes { get; init; } = 256;

    /// <summary>What episodes are to do that are appended without saying it.</summary>
    [Description("New datasets: what is to be done, in words, where an episode does not say it.")]
    public string Task { get; init; } = "demonstration";

    /// <summary>Whether appended numbers keep double precision; LeRobot's own recordings have single precision, and its policies take no other.</summary>
    [Description("New datasets: whether numbers keep double precision, which LeRobot's own policies do not take.")]
    public bool DoublePrecision { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        IReadOnlyList<LeRobotObservation> parts = Observations ?? [];
        if (Observations is { Count: 0 })
            yield return Wrong(nameof(Observations), $"the list is empty; leave it out for the task's parts");
        foreach (string name in parts.GroupBy(o => o.Name).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return Wrong(nameof(Observations), $"two parts are called '{name}'; names must differ");
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Problem() is string problem)
                yield return Wrong(nameof(Observations), $"[{i}] {problem}");
        }
        foreach (string name in (Cameras ?? []).GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return Wrong(nameof(Cameras), $"two cameras are called '{name}'; names must differ");
        if ((Cameras ?? []).FirstOrDefault(c => c.Name.Length == 0 || c.Key.Length == 0) is not null)
            yield return Wrong(nameof(Cameras), $"every camera needs a name and a key");
        if (Action.Problem() is string wrong)
            yield return Wrong(nameof(Action), $"{wrong}");
        if (Episodes is not null && (Episodes.Any(e => e < 0) || Episodes.Distinct().Count() != Episodes.Count))
            yield return Wrong(nameof(Episodes), $"episodes must differ and count from 0");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}

/// <summary>One part of an observation: a feature, or some of its columns.</summary>
public sealed class LeRobotObservation
{
    /// <summary>The name, as the task calls it.</summary>
    [Description("Name of the part, as the task calls it.")]
    [Required]
    public string Name { get; init; } = "";

    /// <summary>The feature.</summary>
    [Description("Feature of the dataset, for example observation.state.")]
    public string Key { get; init; } = "observation.state";

    /// <summary>Which numbers of the feature; all where left out.</summary>
    [Description("Which numbers of the feature, from 0; leave out for all.")]
    public IReadOnlyList<int>? Columns { get; init; }

    /// <summary>The unit of the values.</summary>
    [Description("Unit of the values, for example rad or m.")]
    public string Unit { get; init; } = "1";

    internal string? Problem() => Key.Length == 0 ? "needs a key"
        : Name.Length == 0 ? "needs a name"
        : Columns is { Count: 0 } ? $"'{Name}' selects no column; leave columns out to take all"
        : Columns is not null && Columns.Any(c => c < 0) ? $"'{Name}' selects a negative column; columns count from 0"
        : null;
}

/// <summary>One camera.</summary>
public sealed class LeRobotCamera
{
    private const int Largest = 8192;

    /// <summary>The name, as the task calls it.</summary>
    [Description("Name of the camera, as the task calls it.")]
    [Required]
    public string Name { get; init; } = "";

    /// <summary>The feature.</summary>
    [Description("Feature of the dataset, for example observation.images.top.")]
    [Required]
    public string Key { get; init; } = "";

    /// <summary>The width of the pictures wanted [pixels]; the task's where it has a camera of this name, else the recording's, where left out.</summary>
    [Description("Width of the pictures wanted, in pixels; leave out for the task's, else the recording's.")]
    [Range(1, Largest)]
    public int? Width { get; init; }

    /// <summary>The height of the pictures wanted [pixels]; likewise.</summary>
    [Description("Height of the pictures wanted, in pixels; leave out for the task's, else the recording's.")]
    [Range(1, Largest)]
    public int? Height { get; init; }
}

/// <summary>How the actions are stored, and what they mean.</summary>
public sealed class LeRobotAction
{
    /// <summary>The feature.</summary>
    [Description("Feature of the dataset that holds the actions.")]
    [Required]
    public string Key { get; init; } = "action";

    /// <summary>Which numbers of the feature; all where left out.</summary>
    [Description("Which numbers of the feature, from 0; leave out for all.")]
    public IReadOnlyList<int>? Columns { get; init; }

    /// <summary>Whether an action is a target or a change; the format does not say, and its recordings are of targets.</summary>
    [Description("Whether an action is a target (absolute) or a change (relative); the format does not say.")]
    public ActionMode? Mode { get; init; }

    /// <summary>The names of the dimensions; the dataset's where left out.</summary>
    [Description("Names of the dimensions; leave out for the dataset's.")]
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What each dimension moves; joints, and grippers by their names, where left out.</summary>
    [Description("What each dimension moves; leave out for joints, and grippers where names say so.")]
    public IReadOnlyList<ActionGroup>? Groups { get; init; }

    /// <summary>The unit of all dimensions.</summary>
    [Description("Unit of the values, for example rad.")]
    public string? Unit { get; init; }

    /// <summary>The smallest accepted value of each dimension; the smallest recorded one where left out.</summary>
    [Description("Smallest accepted value per dimension; leave out for the smallest recorded one.")]
    public IReadOnlyList<double>? Minimum { get; init; }

    /// <summary>The largest accepted value of each dimension; the largest recorded one where left out.</summary>
    [Description("Largest accepted value per dimension; leave out for the largest recorded one.")]
    public IReadOnlyList<double>? Maximum { get; init; }

    internal string? Problem() => Key.Length == 0 ? "needs a key"
        : Columns is { Count: 0 } ? "selects no column; leave columns out to take all"
        : Columns is not null && Columns.Any(c => c < 0) ? "selects a negative column; columns count from 0"
        : Minimum is null != Maximum is null ? "minimum and maximum must be given together, or neither"
        : Minimum is not null && Minimum.Count != Maximum!.Count ? $"minimum has {Minimum.Count} values and maximum {Maximum.Count}"
        : Minimum is not null && Minimum.Zip(Maximum!).Any(r => !(r.First < r.Second) || !double.IsFinite(r.First) || !double.IsFinite(r.Second)) ? "every minimum must be finite and below its maximum"
        : Names is not null && Names.Distinct().Count() != Names.Count ? "names must differ"
        : null;
}
