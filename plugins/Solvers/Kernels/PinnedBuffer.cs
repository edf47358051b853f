using System.Runtime.InteropServices;

namespace DiffOG.Solvers.Kernels;

/// <summary>Doubles at a fixed place on a cache line's border, grown on demand and used again; what is in it after growing is not defined.</summary>
public sealed unsafe class PinnedBuffer
{
    private const int Alignment = 64;
    private double[] array = [];
    private int capacity = -1;

    /// <summary>The first element; valid until the buffer grows or is collected.</summary>
    public double* Start { get; private set; }

    /// <summary>Makes room.</summary>
    /// <param name="size">How many doubles.</param>
    public double* Reserve(int size)
    {
        if (capacity < size)
        {
            array = GC.AllocateUninitializedArray<double>(size + (Alignment / sizeof(double)), pinned: true);
            nint place = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
            Start = (double*)((place + Alignment - 1) & -Alignment);
            capacity = size;
        }
        return Start;
    }

    /// <summary>Makes room, filled with zeros.</summary>
    /// <param name="size">How many doubles.</param>
    public double* ReserveZeros(int size)
    {
        Reserve(size);
        new Span<double>(Start, size).Clear();
        return Start;
    }
}
