namespace DiffOG.Learning.Safetensors;

/// <summary>One array of a safetensors file, without its data.</summary>
/// <param name="Name">The name, for example <c>model.final_conv.1.weight</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The extent of every axis; empty for a scalar. Data are in row-major order.</param>
/// <param name="Start">Where its data begin in the data section [bytes].</param>
/// <param name="End">Where they end, exclusive [bytes].</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Start, long End)
{
    /// <summary>The number of elements.</summary>
    public long Count => (End - Start) / Type.ElementSize();

    /// <summary>Type and shape as messages show them, for example <c>F32 [64, 32, 5]</c>.</summary>
    public string Form => FormOf(Type, Shape);

    internal static string FormOf(SafetensorsType type, IEnumerable<long> shape) => $"{type.FileName()} [{string.Join(", ", shape)}]";
}
