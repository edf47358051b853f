using DiffOG.Actions;
using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>What a batch of chunks is asked for; its tensors belong to the dispose scope they were made in.</summary>
/// <param name="Values">[B, To, O] float32.</param>
/// <param name="Pictures">By camera, raw: [B, To, Height, Width, 3] bytes; normalised: [B, To, 3, Height, Width] float32.</param>
public sealed record ObservationBatch(Tensor Values, IReadOnlyDictionary<string, Tensor> Pictures)
{
    /// <summary>A batch without pictures.</summary>
    /// <param name="values">[B, To, O] float32.</param>
    public ObservationBatch(Tensor values)
        : this(values, new Dictionary<string, Tensor>())
    {
    }

    /// <summary>[B] of [k, D] actions executed before, the latest last; null where nobody knows, in whole or for one.</summary>
    public IReadOnlyList<ActionChunk?>? Previous { get; init; }

    /// <summary>B.</summary>
    public int Count => (int)Values.shape[0];
}

/// <summary>What a policy is trained on in one step; its tensors belong to the dispose scope they were made in.</summary>
/// <param name="Observations">What was seen, [B, To, …].</param>
/// <param name="Actions">[B, H, D] float32; row To − 1 was commanded at the last observation.</param>
/// <param name="Padding">[B, H] booleans: true where a row lies outside its episode and repeats the first or last action.</param>
public sealed record DemonstrationBatch(ObservationBatch Observations, Tensor Actions, Tensor Padding);
