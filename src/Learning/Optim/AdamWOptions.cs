using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DiffOG.Learning.Optim;

/// <summary>Settings of <see cref="AdamW"/>; the rate is given at every step.</summary>
public sealed class AdamWOptions
{
    /// <summary>The decay of the first moment.</summary>
    [Description("Decay of the mean of gradients.")]
    [Range(0, 0.999999)]
    public double Beta1 { get; init; } = 0.95;

    /// <summary>The decay of the second moment.</summary>
    [Description("Decay of the mean of squared gradients.")]
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    [Description("Added to the denominator.")]
    [Range(1e-16, 1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The decoupled weight decay; multiplied by the rate.</summary>
    [Description("Decoupled weight decay.")]
    [Range(0, 1)]
    public double WeightDecay { get; init; } = 1e-6;
}
