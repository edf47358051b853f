namespace DiffOG.Testing.Problems;

/// <summary>What the factor L of a cost L Lᵀ looks like.</summary>
public enum CostKind
{
    /// <summary>Near the identity, as a trained projector gives it: entries below the diagonal N(0, 0.02).</summary>
    Trained,

    /// <summary>Diagonal exp(N(0, 0.1)), below N(0, 0.05): a projector that starts near the identity.</summary>
    Initial,

    /// <summary>Entries N(0, 0.577), diagonal the exponential of such, clamped: as an untrained projector gives it. Badly conditioned.</summary>
    Untrained,
}
