using DiffOG.Actions;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary><see cref="ActionNormalisation"/> on tensors.</summary>
internal static class NormalisedTensors
{
    /// <summary>Normalises; the result belongs to the current dispose scope.</summary>
    /// <param name="normalisation">The map.</param>
    /// <param name="raw">[..., D].</param>
    internal static Tensor Normalise(this ActionNormalisation normalisation, Tensor raw)
    {
        using Tensor scale = tensor([.. normalisation.Scale], dtype: raw.dtype, device: raw.device);
        using Tensor offset = tensor([.. normalisation.Offset], dtype: raw.dtype, device: raw.device);
        using Tensor scaled = raw * scale;
        return scaled + offset;
    }
}
