namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>
/// What a dot product asks of a vector type, so that it is written once for every width and both element types. The type
/// arguments are structs: the compiler makes one method for each, and nothing is called indirectly.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TVector">A vector of T.</typeparam>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Elements of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements.</summary>
    static abstract TVector Load(T* from);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Asks for the four vectors of memory that begin here; they will be read soon.</summary>
    static abstract void Prefetch(T* from);

    /// <summary>Writes the sums of the elements of four vectors, one after the other.</summary>
    static abstract void Sums(TVector a, TVector b, TVector c, TVector d, T* to);
}
