using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Host.Composition;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;
using DiffOG.Robots;
using DiffOG.Simulation;
using DiffOG.Solvers;
using NSubstitute;

namespace DiffOG.Host.Tests.Composition;

/// <summary>A plugin that makes a double of its contract, and remembers what it was made from.</summary>
internal sealed class Double<TContract, TOptions> : Plugin<TContract, TOptions>
    where TContract : class
    where TOptions : class, new()
{
    public TContract Made { get; } = Substitute.For<TContract>();

    public TOptions? Given { get; private set; }

    public PluginContext? Context { get; private set; }

    public override TContract Create(TOptions options, PluginContext context)
    {
        (Given, Context) = (options, context);
        return Made;
    }
}

/// <summary>What a setting is.</summary>
public enum Flavour
{
    /// <summary>The first.</summary>
    PlainVanilla,

    /// <summary>The second.</summary>
    Lemon,
}

/// <summary>One option of every type that configurations can set.</summary>
public sealed class ManyOptions : IValidatableObject
{
    [Description("A count.")]
    [Range(1, 100)]
    public int Count { get; init; } = 5;

    [Range(0, 1e6, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1.5;

    public float Small { get; init; } = 0.25f;

    public long? Big { get; init; }

    public bool Flag { get; init; }

    [RegularExpression("[a-z]+", ErrorMessage = "lower-case letters")]
    [MaxLength(5)]
    public string Text { get; init; } = "abc";

    public string? Maybe { get; init; }

    [PathOption]
    public string? File { get; init; }

    public Flavour Flavour { get; init; } = Flavour.Lemon;

    [MinLength(1)]
    public IReadOnlyList<int> Sizes { get; init; } = [64, 128];

    public double[] Numbers { get; init; } = [];

    public IReadOnlyDictionary<string, double> Limits { get; init; } = new Dictionary<string, double>();

    public Inner Inner { get; init; } = new() { Depth = 9 };

    public IReadOnlyList<Inner> Inners { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Count < Sizes.Count)
            yield return new ValidationResult($"{Count} is less than the {Sizes.Count} sizes", [nameof(Count)]);
    }
}

/// <summary>Options inside options.</summary>
public sealed class Inner
{
    [Range(0, 10)]
    public int Depth { get; init; } = 1;

    public string? Name { get; init; }
}

/// <summary>Options that cannot do without a value.</summary>
public sealed class NeedyOptions
{
    [Required]
    [PathOption]
    public string Path { get; init; } = "";
}

/// <summary>Options that choose other plugins.</summary>
public sealed class ChoosingOptions
{
    [Required]
    [MinLength(1)]
    [PluginOf(PluginKind.ConstraintSet)]
    public IReadOnlyList<PluginChoice>? Sets { get; init; }

    [PluginOf(PluginKind.QpSolver)]
    public PluginChoice Helper { get; init; } = new() { Id = "interior-point" };

    [PluginOf(PluginKind.Policy)]
    public IReadOnlyDictionary<string, PluginChoice> Named { get; init; } = new Dictionary<string, PluginChoice>();
}

/// <summary>A catalogue of doubles, one and more of every kind.</summary>
internal static class Doubles
{
    public static PluginCatalogue Catalogue() => PluginCatalogue.Of(
        ("sim", new Double<ISimulator, NoOptions>()),
        ("recorded", new Double<IDemonstrationDataset, NeedyOptions>()),
        ("many", new Double<IPolicy, ManyOptions>()),
        ("plain", new Double<IPolicy, NoOptions>()),
        ("transformer", new Double<IQProjector, NoOptions>()),
        ("difference", new Double<IConstraintSet, ManyOptions>()),
        ("filed", new Double<IConstraintSet, NeedyOptions>()),
        ("several", new Double<IConstraintSet, ChoosingOptions>()),
        ("auto", new Double<IQpSolver, NoOptions>()),
        ("interior-point", new Double<IQpSolver, NoOptions>()),
        ("none", new Double<ITrajectoryRefiner, NoOptions>()),
        ("clip", new Double<ITrajectoryRefiner, ManyOptions>()),
        ("arm", new Double<IRobot, NoOptions>()));
}
