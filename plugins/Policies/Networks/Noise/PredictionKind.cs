namespace DiffOG.Policies.Networks.Noise;

/// <summary>What a network says about a noisy chunk.</summary>
public enum PredictionKind
{
    /// <summary>The noise in it, as the reference does.</summary>
    Noise,

    /// <summary>The clean chunk; needs fewer training steps, and its samples are less grainy.</summary>
    Clean,
}
