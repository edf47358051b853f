namespace DiffOG.Policies.Networks.Noise;

/// <summary>How samples are drawn: the first two of a diffusion, the others of a flow.</summary>
public enum SamplerKind
{
    /// <summary>Deterministic after the first draw; good with few steps.</summary>
    Ddim,

    /// <summary>Fresh noise at every step.</summary>
    Ddpm,

    /// <summary>One evaluation of the network a step; the error falls with the number of steps.</summary>
    Euler,

    /// <summary>Two evaluations of the network a step; the error falls with its square.</summary>
    Midpoint,
}
