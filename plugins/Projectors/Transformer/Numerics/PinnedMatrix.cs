using System.Runtime.CompilerServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>A matrix of zeros of our own, which begins at a cache line.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PinnedMatrix<T>
    where T : unmanaged
{
    private const int Alignment = 64; // bytes: a cache line, and the widest vector

    /// <summary>Keeps the memory that the matrix points to.</summary>
    private readonly T[] memory;

    internal PinnedMatrix(int rows, int columns)
    {
        memory = GC.AllocateArray<T>((rows * columns) + (Alignment / sizeof(T)), pinned: true);
        nint first = (nint)Unsafe.AsPointer(ref memory[0]);
        Values = new Matrix<T>((T*)((first + Alignment - 1) & ~(nint)(Alignment - 1)), rows, columns);
    }

    /// <summary>Valid for as long as this object is.</summary>
    internal Matrix<T> Values { get; }
}
