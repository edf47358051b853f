namespace DiffOG.Policies.Networks.Noise;

/// <summary>How a chunk comes out of noise.</summary>
public enum ProcessKind
{
    /// <summary>Denoising diffusion in discrete steps (Ho et al. 2020).</summary>
    Diffusion,

    /// <summary>Flow matching along straight lines (Lipman et al. 2023, Liu et al. 2023).</summary>
    Flow,
}
