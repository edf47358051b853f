namespace DiffOG.Policies.Diffusion.Network;

/// <summary>The sizes of a <see cref="ConditionalUnet1D"/>.</summary>
/// <param name="InputSize">D, the number of action dimensions.</param>
/// <param name="ConditionSize">The length of the global condition: To · O.</param>
/// <param name="StepEmbedding">The length of the embedding of the diffusion step; even.</param>
/// <param name="Channels">The channels per level; each level but the first halves the length.</param>
/// <param name="KernelSize">Odd.</param>
/// <param name="Groups">Groups of the normalisation; divides every number of channels.</param>
/// <param name="PredictScale">Whether the condition scales channels besides shifting them.</param>
internal sealed record UnetShape(
    int InputSize, int ConditionSize, int StepEmbedding, IReadOnlyList<int> Channels, int KernelSize, int Groups, bool PredictScale);
