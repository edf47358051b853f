namespace DiffOG.Policies.Networks.Noise;

/// <summary>How often a flow is trained at which times; 0 is noise, 1 the clean chunk.</summary>
public enum TimeSampling
{
    /// <summary>All times alike.</summary>
    Uniform,

    /// <summary>Noisy times more often: 0.999 (1 − u) with u from Beta(1.5, 1), as π₀ (Black et al. 2024, appendix B).</summary>
    Beta,

    /// <summary>Middle times more often: the logistic function of a standard normal number (Esser et al. 2024, section 3.1).</summary>
    LogitNormal,
}
