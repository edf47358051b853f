using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;

namespace DiffOG.Host.Experiments;

/// <summary>One experiment: task, demonstrations, policy, layer, what is compared, and how. The root of every experiment file.</summary>
public sealed class ExperimentOptions : IValidatableObject
{
    /// <summary>The name; part of the run folder's name.</summary>
    [Description("Name of the experiment; part of the run folder's name.")]
    [Required]
    [RegularExpression("[a-z0-9][a-z0-9-]*", ErrorMessage = "must be lower-case letters, digits and hyphens")]
    public string Name { get; init; } = "";

    /// <summary>Decides everything random in training; episodes have seeds of their own.</summary>
    [Description("Decides everything random in training; collect.firstSeed and evaluate.firstSeed decide the episodes.")]
    public long Seed { get; init; } = 42;

    /// <summary>The simulated task.</summary>
    [Description("The simulated task.")]
    [Required]
    [PluginOf(PluginKind.Simulator)]
    public PluginChoice Task { get; init; } = new();

    /// <summary>The demonstrations. Without it, they are collected from the task's scripted expert into the run folder.</summary>
    [Description("The demonstrations; leave out to collect them from the task's scripted expert.")]
    [PluginOf(PluginKind.Dataset)]
    public PluginChoice? Dataset { get; init; }

    /// <summary>How demonstrations are collected; only used without a dataset.</summary>
    [Description("How demonstrations are collected from the scripted expert.")]
    public CollectOptions Collect { get; init; } = new();

    /// <summary>The policy.</summary>
    [Description("The policy.")]
    [Required]
    [PluginOf(PluginKind.Policy)]
    public PluginChoice Policy { get; init; } = new();

    /// <summary>How the policy is trained.</summary>
    [Description("How the policy is trained.")]
    public TrainOptions Train { get; init; } = new();

    /// <summary>The DiffOG layer.</summary>
    [Description("The DiffOG layer: projector, constraints, solver.")]
    public LayerOptions Layer { get; init; } = new();

    /// <summary>How the layer is trained.</summary>
    [Description("How the layer is trained.")]
    public RefineOptions Refine { get; init; } = new();

    /// <summary>What is compared, in the order of the report's columns.</summary>
    [Description("The refiners to compare.")]
    [MinLength(1)]
    [PluginOf(PluginKind.Refiner)]
    public IReadOnlyList<RefinerChoice> Refiners { get; init; } = [];

    /// <summary>How refiners are compared.</summary>
    [Description("How refiners are compared.")]
    public EvaluateOptions Evaluate { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (IGrouping<string, RefinerChoice> same in Refiners.GroupBy(r => r.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return new ValidationResult($"{same.Count()} refiners are called '{same.Key}'; give each a label of its own", [nameof(Refiners)]);
        if (Evaluate.Videos > Evaluate.Episodes)
            yield return new ValidationResult($"evaluate.videos is {Evaluate.Videos}, but there are only {Evaluate.Episodes} episodes", [nameof(Evaluate)]);
        if (Train.Steps == 0 && Train.Weights is null && Refine.Mode != RefineMode.Joint)
            yield return new ValidationResult("train.steps is 0, and neither train.weights nor refine.mode joint gives the policy any", [nameof(Train)]);
        // Choosing the checkpoint by the episodes it is then judged by would flatter it.
        if (Train.Rollouts is { } rollouts && rollouts.FirstSeed < Evaluate.FirstSeed + Evaluate.Episodes && Evaluate.FirstSeed < rollouts.FirstSeed + rollouts.Episodes)
            yield return new ValidationResult($"the episodes of train.rollouts (seeds {rollouts.FirstSeed} to {rollouts.FirstSeed + rollouts.Episodes - 1}) and of the evaluation ({Evaluate.FirstSeed} to {Evaluate.FirstSeed + Evaluate.Episodes - 1}) must not share a seed", [nameof(Train)]);
    }
}
