namespace DiffOG.Policies.DiffusionTransformer;

/// <summary>How the steps of a chunk learn of the observations and of how noisy they are.</summary>
public enum ArchitectureKind
{
    /// <summary>A decoder: steps attend to each other, then to a memory of time and observations; as the reference conditions.</summary>
    Decoder,

    /// <summary>An encoder: time, observations and steps are one sequence whose tokens all attend to each other.</summary>
    Encoder,
}
