using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Datasets.Zarr;

/// <summary>Settings of demonstrations in the diffusion-policy zarr layout.</summary>
public sealed class ZarrOptions : IValidatableObject
{
    /// <summary>The store: a folder, or a zip file that holds one.</summary>
    [Description("The zarr store: a folder, or a .zip file that holds one.")]
    [Required]
    [PathOption]
    public string Path { get; init; } = "";

    /// <summary>Steps per second [Hz]; the format does not say.</summary>
    [Description("Steps per second of the recording; the format does not say.")]
    [Range(0.001, 100_000)]
    public double Rate { get; init; } = 10;

    /// <summary>What one observation consists of, in this order.</summary>
    [Description("What one observation consists of, in this order; names must be those of the task.")]
    [MinLength(1)]
    public IReadOnlyList<ZarrObservation> Observations { get; init; } = [];

    /// <summary>Cameras whose pictures can be read.</summary>
    [Description("Cameras whose pictures can be read.")]
    public IReadOnlyList<ZarrCamera> Cameras { get; init; } = [];

    /// <summary>What one action consists of.</summary>
    [Description("What one action consists of.")]
    public ZarrAction Action { get; init; } = new();

    /// <summary>The most memory that decoded chunks may take [MiB].</summary>
    [Description("Most memory for decoded chunks, in MiB.")]
    [Range(1, 65_536)]
    public int CacheMegabytes { get; init; } = 256;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string name in Observations.GroupBy(o => o.Name).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return Wrong(nameof(Observations), $"two parts are called '{name}'; names must differ");
        for (int i = 0; i < Observations.Count; i++)
        {
            if (Observations[i].Problem() is string problem)
                yield return Wrong(nameof(Observations), $"[{i}] {problem}");
        }
        foreach (string name in Cameras.GroupBy(c => c.Name).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return Wrong(nameof(Cameras), $"two cameras are called '{name}'; names must differ");
        foreach (string problem in Cameras.Select(c => c.Problem()).OfType<string>())
            yield return Wrong(nameof(Cameras), $"{problem}");
        if (Action.Problem() is string wrong)
            yield return Wrong(nameof(Action), $"{wrong}");
    }

    private static ValidationResult Wrong(string member, FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture), [member]);
}

/// <summary>One part of an observation: an array of the store, or some of its columns.</summary>
public sealed class ZarrObservation
{
    /// <summary>The name, as the task calls it.</summary>
    [Description("Name of the part, as the task calls it.")]
    [Required]
    public string Name { get; init; } = "";

    /// <summary>The array under <c>data/</c>.</summary>
    [Description("Array under data/.")]
    [Required]
    public string Key { get; init; } = "";

    /// <summary>Which values of a row, the row flattened; all where left out.</summary>
    [Description("Which values of a flattened row, from 0; leave out for all.")]
    public IReadOnlyList<int>? Columns { get; init; }

    /// <summary>The unit of the values.</summary>
    [Description("Unit of the values, for example px or m.")]
    public string Unit { get; init; } = "1";

    internal string? Problem() => Names.Problem(Key)
        ?? (Name.Length == 0 ? "needs a name" : null)
        ?? (Columns is { Count: 0 } ? $"'{Name}' selects no column; leave columns out to take all" : null)
        ?? (Columns is not null && Columns.Any(c => c < 0) ? $"'{Name}' selects a negative column; columns count from 0" : null);
}

/// <summary>A camera, and the array with its pictures.</summary>
public sealed class ZarrCamera
{
    /// <summary>The name, as the task calls it.</summary>
    [Description("Name of the camera, as the task calls it.")]
    [Required]
    public string Name { get; init; } = "";

    /// <summary>The array under <c>data/</c>: [steps, height, width, 3], bytes or numbers from 0 to 255.</summary>
    [Description("Array under data/ with its pictures, [steps, height, width, 3]: bytes, or numbers from 0 to 255.")]
    [Required]
    public string Key { get; init; } = "";

    internal string? Problem() => Names.Problem(Key) ?? (Name.Length == 0 ? "a camera needs a name" : null);
}

/// <summary>How the actions are stored, and what they mean.</summary>
public sealed class ZarrAction
{
    /// <summary>The array under <c>data/</c>.</summary>
    [Description("Array under data/.")]
    [Required]
    public string Key { get; init; } = "action";

    /// <summary>Whether an action is a target or a change; the format does not say.</summary>
    [Description("Whether an action is a target (absolute) or a change (relative); the format does not say.")]
    public ActionMode Mode { get; init; } = ActionMode.Absolute;

    /// <summary>The names of the dimensions; <c>a0</c>, <c>a1</c>, … where left out.</summary>
    [Description("Names of the dimensions; leave out for a0, a1, …")]
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What each dimension moves; translation where left out.</summary>
    [Description("What each dimension moves; leave out for translation.")]
    public IReadOnlyList<ActionGroup>? Groups { get; init; }

    /// <summary>The unit of all dimensions.</summary>
    [Description("Unit of the values, for example px or m.")]
    public string Unit { get; init; } = "1";

    /// <summary>The smallest accepted value of each dimension; the smallest recorded one where left out.</summary>
    [Description("Smallest accepted value per dimension; leave out for the smallest recorded one.")]
    public IReadOnlyList<double>? Minimum { get; init; }

    /// <summary>The largest accepted value of each dimension; the largest recorded one where left out.</summary>
    [Description("Largest accepted value per dimension; leave out for the largest recorded one.")]
    public IReadOnlyList<double>? Maximum { get; init; }

    internal string? Problem() => Zarr.Names.Problem(Key)
        ?? (Minimum is null != Maximum is null ? "minimum and maximum must be given together, or neither" : null)
        ?? (Minimum is not null && Minimum.Count != Maximum!.Count ? $"minimum has {Minimum.Count} values and maximum {Maximum.Count}" : null)
        ?? (Minimum is not null && Minimum.Zip(Maximum!).Any(r => !(r.First < r.Second) || !double.IsFinite(r.First) || !double.IsFinite(r.Second)) ? "every minimum must be finite and below its maximum" : null)
        ?? (Names is not null && Names.Distinct().Count() != Names.Count ? "names must differ" : null);
}

/// <summary>Names of arrays come from files and settings: they must not lead out of the store.</summary>
internal static class Names
{
    internal static string? Problem(string key) => key.Length == 0
        ? "needs a key"
        : key.Contains('\\') || key.Contains(':') || key.Contains('\0') || key.Split('/').Any(p => p is "" or "." or "..")
            ? $"the key '{key}' is not a plain name, or names joined by '/'"
            : null;
}
