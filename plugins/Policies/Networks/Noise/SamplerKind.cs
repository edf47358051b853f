namespace DiffOG.Policies.Networks.Noise;

/// <summary>How samples are drawn.</summary>
public enum SamplerKind
{
    /// <summary>Deterministic after the first draw; good with few steps.</summary>
    Ddim,

    /// <summary>Fresh noise at every step.</summary>
    Ddpm,
}
