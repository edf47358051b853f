namespace DiffOG.Policies.DiffusionTransformer;

/// <summary>How large weights are before training.</summary>
public enum InitialWeightsKind
{
    /// <summary>A deviation of 0.02, but 1/√inputs where observations are embedded and remembered, so that they arrive at the steps.</summary>
    ScaledCondition,

    /// <summary>A deviation of 0.02 everywhere, as the reference; with short tokens, observations hardly count at first.</summary>
    Reference,
}
