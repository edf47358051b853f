namespace DiffOG.Solvers.InteriorPoint.LinearAlgebra;

/// <summary>Doubles at a fixed place, grown on demand and used again; what is in it after growing is not defined.</summary>
internal sealed unsafe class PinnedBuffer
{
    private double[] array = [];

    internal double* Pointer { get; private set; }

    /// <summary>Makes room.</summary>
    internal double* Reserve(int size)
    {
        if (array.Length < size)
        {
            array = GC.AllocateUninitializedArray<double>(size, pinned: true);
            Pointer = (double*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        }
        return Pointer;
    }

    /// <summary>Makes room, filled with zeros.</summary>
    internal double* ReserveZeros(int size)
    {
        Reserve(size);
        array.AsSpan(0, size).Clear();
        return Pointer;
    }
}
