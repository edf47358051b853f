using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Learning.Policies;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>
/// Windows of demonstrations as managed arrays, so that any thread may prepare them; tensors are made of them on the
/// thread that trains.
/// </summary>
/// <param name="Places">[B].</param>
/// <param name="Shape">The windows' sizes.</param>
/// <param name="Actions">[B·H·D] raw.</param>
/// <param name="Padding">[B·H] whether a row lies outside its episode.</param>
internal sealed record WindowArrays(IReadOnlyList<WindowPlace> Places, WindowShape Shape, float[] Actions, bool[] Padding)
{
    /// <summary>[B·To·O] raw; empty where observations were not asked for.</summary>
    public float[] Observations { get; init; } = [];

    /// <summary>By camera, [B·To·Height·Width·3].</summary>
    public IReadOnlyList<(CameraSpec Camera, byte[] Bytes)> Pictures { get; init; } = [];

    /// <summary>[B] of [k, D] demonstrated actions before each window's chunk, raw, the latest last; null where there is none.</summary>
    public IReadOnlyList<ActionChunk?> Previous { get; init; } = [];

    /// <summary>B.</summary>
    public int Count => Places.Count;

    /// <summary>Everything as tensors, which belong to the current dispose scope.</summary>
    /// <param name="device">Where.</param>
    public DemonstrationBatch ToBatch(Device device) => new(ToObservations(device), ToActions(device), Filled(Padding, ScalarType.Bool, device, Count, Shape.WindowSteps));

    /// <summary>What was observed as tensors, which belong to the current dispose scope.</summary>
    /// <param name="device">Where.</param>
    public ObservationBatch ToObservations(Device device) => new(
        Filled(Observations, ScalarType.Float32, device, Count, Shape.ObservationSteps, Observations.Length / (Count * Shape.ObservationSteps)),
        Pictures.ToDictionary(
            p => p.Camera.Name,
            p => Filled(p.Bytes, ScalarType.Byte, device, Count, Shape.ObservationSteps, p.Camera.Height, p.Camera.Width, 3)))
    {
        Previous = Previous,
    };

    /// <summary>[B, H, D] what was commanded; belongs to the current dispose scope.</summary>
    /// <param name="device">Where.</param>
    public Tensor ToActions(Device device) => Filled(Actions, ScalarType.Float32, device, Count, Shape.WindowSteps, Actions.Length / (Count * Shape.WindowSteps));

    /// <summary>
    /// A copy in Torch's own memory. A tensor over a managed array lies wherever the array does, and matrix kernels
    /// round differently for different alignments: a resumed run would differ in the last bit.
    /// </summary>
    private static Tensor Filled<T>(T[] values, ScalarType type, Device device, params long[] shape)
        where T : unmanaged
    {
        Tensor own = empty(shape, type);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(own.bytes);
        return device.type == DeviceType.CPU ? own : own.to(device, disposeAfter: true);
    }
}
