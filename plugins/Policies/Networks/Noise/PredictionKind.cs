namespace DiffOG.Policies.Networks.Noise;

/// <summary>What a network says about a noisy chunk.</summary>
public enum PredictionKind
{
    /// <summary>The noise in it, as the reference does; of a diffusion only.</summary>
    Noise,

    /// <summary>The clean chunk; needs fewer training steps, and its samples are less grainy.</summary>
    Clean,

    /// <summary>Of a diffusion √ᾱ ε − √(1 − ᾱ) x₀ (Salimans and Ho 2022); of a flow where the chunk moves to, x − ε.</summary>
    Velocity,
}
