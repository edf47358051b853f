namespace DiffOG.Learning.Training;

/// <summary>What the layer is trained on (arXiv 2504.13807, section III).</summary>
public enum LayerTrainingMode
{
    /// <summary>Demonstrated chunks in, the same chunks wanted.</summary>
    Dataset,

    /// <summary>Samples of the frozen policy in, the demonstrated chunks of the same observations wanted.</summary>
    Refine,

    /// <summary>The policy is trained on with the layer, by the sum of both losses.</summary>
    Joint,
}

/// <summary>What the layer refines in joint training.</summary>
public enum JointInput
{
    /// <summary>Demonstrated chunks, as the reference does; the layer's loss does not reach the policy.</summary>
    Demonstrations,

    /// <summary>The chunks that the policy estimates; the gradient of the layer's loss passes through the program into the policy.</summary>
    Policy,
}

/// <summary>How the DiffOG layer is trained.</summary>
public sealed record LayerTrainingSettings : TrainingSettings
{
    /// <summary>What it is trained on.</summary>
    public LayerTrainingMode Mode { get; init; } = LayerTrainingMode.Refine;

    /// <summary>What the layer refines. Joint mode only.</summary>
    public JointInput JointInput { get; init; } = JointInput.Demonstrations;

    /// <summary>The weight of the layer's loss beside the policy's. Joint mode only.</summary>
    public double LayerWeight { get; init; } = 1;

    /// <summary>Whether rows that look back to the demonstrated actions before the chunk are used; the first chunk of an episode has none.</summary>
    public bool UsePrevious { get; init; }

    /// <summary>How many actions before the chunk the constraints may look at; as many as their highest order of differences.</summary>
    public int PreviousSteps { get; init; } = 3;

    /// <summary>How often a sampled chunk is used before new ones are drawn; sampling costs as much as many network evaluations. Refine mode only.</summary>
    public int SampleReuse { get; init; } = 8;

    /// <summary>How many chunks are sampled at a time; rounded up to whole batches. Refine mode only.</summary>
    public int PoolSize { get; init; } = 1024;

    internal override void Check()
    {
        base.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(LayerWeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PreviousSteps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SampleReuse);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PoolSize);
    }

    internal override IEnumerable<(string Name, object Value)> Identity() =>
        [.. base.Identity(), ("mode", Mode), ("jointInput", JointInput), ("layerWeight", LayerWeight), ("usePrevious", UsePrevious), ("previousSteps", PreviousSteps), ("sampleReuse", SampleReuse), ("poolSize", PoolSize)];
}
