namespace DiffOG.Projectors.Transformer.Inference;

/// <summary>The weights of a linear map [out, in] and its bias [out], or the scale [E] and the shift [E] of a norm, where Torch keeps them.</summary>
/// <param name="weight">By rows.</param>
/// <param name="bias">Added.</param>
internal readonly unsafe struct Affine(float* weight, float* bias)
{
    /// <summary>By rows.</summary>
    internal float* Weight => weight;

    /// <summary>Added.</summary>
    internal float* Bias => bias;
}
