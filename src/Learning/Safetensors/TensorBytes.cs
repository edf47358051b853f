using DiffOG.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Safetensors;

/// <summary>Moves tensors into and out of safetensors files.</summary>
public static class TensorBytes
{
    /// <summary>Describes a tensor for <see cref="SafetensorsWriter"/>; its bytes are read when the file is written.</summary>
    /// <param name="tensor">Any shape, on any device; must stay alive until the file is written.</param>
    /// <exception cref="NotSupportedException">The element type has no place in the format.</exception>
    public static SafetensorsArray ToSafetensors(this Tensor tensor) => new(TypeOf(tensor.dtype), tensor.shape, stream =>
    {
        using Tensor detached = tensor.detach();
        using Tensor host = detached.cpu();
        using Tensor rows = host.contiguous();
        stream.Write(rows.bytes);
    });

    /// <summary>Reads one array as a tensor on the CPU. The caller owns it.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="name">The array's name.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">No array has this name, or the file is cut short.</exception>
    public static Tensor ReadTensor(this SafetensorsFile file, string name)
    {
        SafetensorsEntry entry = file.Entries.TryGetValue(name, out SafetensorsEntry? found)
            ? found
            : throw Diagnostics.CheckpointErrors.Mismatch(file.Path, [$"missing: {name}"]);
        Tensor tensor = empty([.. entry.Shape], DtypeOf(entry.Type));
        if (entry.Count > 0)
            file.ReadBytes(name, tensor.bytes);
        return tensor;
    }

    internal static SafetensorsType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Bool => SafetensorsType.Bool,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Int64 => SafetensorsType.I64,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.Bf16,
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        _ => throw new NotSupportedException($"Tensors of {type} cannot be written as safetensors."),
    };

    private static ScalarType DtypeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool => ScalarType.Bool,
        SafetensorsType.U8 => ScalarType.Byte,
        SafetensorsType.I8 => ScalarType.Int8,
        SafetensorsType.I16 => ScalarType.Int16,
        SafetensorsType.I32 => ScalarType.Int32,
        SafetensorsType.I64 => ScalarType.Int64,
        SafetensorsType.F16 => ScalarType.Float16,
        SafetensorsType.Bf16 => ScalarType.BFloat16,
        SafetensorsType.F32 => ScalarType.Float32,
        _ => ScalarType.Float64,
    };
}
