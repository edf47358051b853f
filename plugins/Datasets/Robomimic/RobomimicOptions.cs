using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Settings of demonstrations in robomimic's HDF5 layout.</summary>
public sealed class RobomimicOptions : IValidatableObject
{
    /// <summary>The file.</summary>
    [Description("The HDF5 file.")]
    [Required]
    [PathOption]
    public string Path { get; init; } = "";

    /// <summary>A list under <c>mask/</c> that says which demonstrations count; all where left out.</summary>
    [Description("Name of a list under mask/, for example train: only its demonstrations are read; leave out for all.")]
    public string? Filter { get; init; }

    /// <summary>
    /// What one observation consists of, in this order: datasets under <c>obs/</c>, or beside it where there is none of
    /// this name there, for example <c>states</c>.
    /// </summary>
    [Description("What one observation consists of, in this order: names under obs/, or states. Leave out for what the file says, else for object and the arms' poses and grippers.")]
    public IReadOnlyList<string>? Observations { get; init; }

    /// <summary>The cameras whose pictures can be read: NAME of <c>obs/NAME_image</c>; all that are there where left out.</summary>
    [Description("Cameras whose pictures can be read: NAME of obs/NAME_image; leave out for all that are there.")]
    public IReadOnlyList<string>? Cameras { get; init; }

    /// <summary>Steps per second [Hz]; the file's control frequency where left out.</summary>
    [Description("Steps per second; leave out for the file's control_freq, else for what the times in its states say.")]
    [Range(0.001, 100_000)]
    public double? Rate { get; init; }

    /// <summary>What one action consists of.</summary>
    [Description("What one action consists of; what is left out is taken from the file.")]
    public RobomimicAction Action { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Observations is { Count: 0 })
            yield return Wrong(nameof(Observations), $"an empty list selects nothing; leave it out for the defaults");
        foreach (string twice in Twice(Observations))
            yield return Wrong(nameof(Observations), $"'{twice}' stands there twice");
        foreach (string twice in Twice(Cameras))
            yield return Wrong(nameof(Cameras), $"'{twice}' stands there twice");
        foreach (string name in (Observations ?? []).Append(Action.Key).Concat(Action.Keys ?? []).Concat(Cameras ?? []).Concat(Filter is null ? [] : [Filter]).Where(n => n.Length == 0 || n.Contains('/', StringComparison.Ordinal)))
            yield return Wrong(nameof(Observations), $"'{name}' is not the name of a dataset: names are not empty and hold no '/'");
        if (Action.Problem() is string wrong)
            yield return Wrong(nameof(Action), $"{wrong}");
    }

    private static IEnumerable<string> Twice(IReadOnlyList<string>? names) => (names ?? []).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key);

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}

/// <summary>How the actions are stored, and what they mean.</summary>
public sealed class RobomimicAction
{
    internal const string DefaultKey = "actions";

    /// <summary>The dataset of each demonstration.</summary>
    [Description("Dataset of each demonstration: actions, or actions_abs.")]
    [Required]
    public string Key { get; init; } = DefaultKey;

    /// <summary>Datasets that make up an action side by side, in place of <see cref="Key"/>.</summary>
    [Description("Datasets of each demonstration that make up an action side by side, in place of key.")]
    [MinLength(1)]
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>Whether an action is a target or a change; what the file says where left out.</summary>
    [Description("Whether an action is a target (absolute) or a change (relative); leave out for what the file says.")]
    public ActionMode? Mode { get; init; }

    /// <summary>The names of the dimensions; what the file says where left out.</summary>
    [Description("Names of the dimensions; leave out for what the file says.")]
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What each dimension moves; what the file says where left out.</summary>
    [Description("What each dimension moves; leave out for what the file says.")]
    public IReadOnlyList<ActionGroup>? Groups { get; init; }

    /// <summary>The smallest accepted value of each dimension; what the file says where left out.</summary>
    [Description("Smallest accepted value per dimension; leave out for what the file says, else for the smallest recorded one.")]
    public IReadOnlyList<double>? Minimum { get; init; }

    /// <summary>The largest accepted value of each dimension; what the file says where left out.</summary>
    [Description("Largest accepted value per dimension; leave out for what the file says, else for the largest recorded one.")]
    public IReadOnlyList<double>? Maximum { get; init; }

    internal string? Problem() => Minimum is null != Maximum is null ? "minimum and maximum must be given together, or neither"
        : Minimum is not null && Minimum.Count != Maximum!.Count ? $"minimum has {Minimum.Count} values and maximum {Maximum.Count}"
        : Minimum is not null && Minimum.Zip(Maximum!).Any(r => !(r.First < r.Second) || !double.IsFinite(r.First) || !double.IsFinite(r.Second)) ? "every minimum must be finite and below its maximum"
        : Names is not null && Names.Distinct().Count() != Names.Count ? "names must differ"
        : null;
}
