using System.Runtime.CompilerServices;

namespace DiffOG.Learning.Safetensors;

/// <summary>The element types that are read and written; names are those of the safetensors format.</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>IEEE 754 half precision.</summary>
    F16,

    /// <summary>The upper 16 bits of a single.</summary>
    Bf16,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 double precision.</summary>
    F64,
}

/// <summary>Sizes and names of <see cref="SafetensorsType"/>.</summary>
public static class SafetensorsTypes
{
    private static readonly string[] Names = [.. Enum.GetNames<SafetensorsType>().Select(n => n.ToUpperInvariant())];

    /// <summary>The size of one element [bytes].</summary>
    /// <param name="type">The element type.</param>
    public static int ElementSize(this SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.Bf16 => 2,
        SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    /// <summary>The name in the file, for example <c>F32</c>.</summary>
    /// <param name="type">The element type.</param>
    public static string FileName(this SafetensorsType type) => Names[(int)type];

    internal static bool TryParse(string name, out SafetensorsType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (SafetensorsType)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>The type that holds elements of <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">bool, byte, sbyte, short, int, long, Half, float or double.</typeparam>
    /// <exception cref="NotSupportedException">Another type.</exception>
    public static SafetensorsType Of<T>()
        where T : unmanaged => default(T) switch
        {
            bool => SafetensorsType.Bool,
            byte => SafetensorsType.U8,
            sbyte => SafetensorsType.I8,
            short => SafetensorsType.I16,
            int => SafetensorsType.I32,
            long => SafetensorsType.I64,
            Half => SafetensorsType.F16,
            float => SafetensorsType.F32,
            double => SafetensorsType.F64,
            _ => throw new NotSupportedException($"Arrays of {typeof(T).Name} ({Unsafe.SizeOf<T>()} bytes) have no safetensors type."),
        };
}
