using System.Runtime.InteropServices;

namespace DiffOG.Learning.Safetensors;

/// <summary>An array to be written: its form, and a way to put its bytes into a stream when its turn comes.</summary>
public sealed class SafetensorsArray
{
    private readonly Action<Stream> write;

    /// <summary>Creates an array whose bytes are produced while the file is written.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The extent of every axis; empty for a scalar.</param>
    /// <param name="write">Writes exactly the array's bytes, little-endian and row-major.</param>
    public SafetensorsArray(SafetensorsType type, IReadOnlyList<long> shape, Action<Stream> write) =>
        (Type, Shape, this.write) = (type, shape, write);

    /// <summary>The element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The extent of every axis.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of bytes.</summary>
    public long Size => Shape.Aggregate((long)Type.ElementSize(), (size, extent) => checked(size * extent));

    /// <summary>Wraps managed values without copying them.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The extent of every axis; none given means one axis.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are.</exception>
    public static SafetensorsArray Of<T>(T[] values, params long[] shape)
        where T : unmanaged
    {
        var array = new SafetensorsArray(
            SafetensorsTypes.Of<T>(),
            shape.Length == 0 ? [values.LongLength] : shape,
            stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));
        if (array.Size / array.Type.ElementSize() != values.LongLength)
            throw new ArgumentException($"{values.LongLength} values do not fill the shape [{string.Join(", ", shape)}].", nameof(shape));
        return array;
    }

    /// <summary>Wraps one value as an array without axes.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="value">The value.</param>
    public static SafetensorsArray Scalar<T>(T value)
        where T : unmanaged => new(SafetensorsTypes.Of<T>(), [], stream => stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))));

    internal void WriteTo(Stream stream) => write(stream);
}
