namespace DiffOG.Solvers.InteriorPoint.Rows;

/// <summary>
/// Rows of one structure. Values of rows stand in slots: a structure may leave slots empty where that makes its products
/// plain vector operations. Empty slots have no row, bounds that never bind, and zero wherever a vector of slots is read.
/// </summary>
internal abstract unsafe class RowBlock
{
    /// <summary>The first slot; a multiple of four.</summary>
    internal int First { get; private protected set; }

    /// <summary>How many slots; a multiple of four.</summary>
    internal int Slots { get; private protected set; }

    /// <summary>product ← G x, of the block's slots.</summary>
    /// <param name="x">[Size + 4], zeros at the end.</param>
    /// <param name="product">[all slots].</param>
    internal abstract void Multiply(double* x, double* product);

    /// <summary>target ← target + Gᵀ y.</summary>
    /// <param name="y">[all slots].</param>
    /// <param name="target">[Size + 4].</param>
    internal abstract void AddTransposed(double* y, double* target);

    /// <summary>The lower triangle of matrix ← matrix + Gᵀ W G, by columns.</summary>
    /// <param name="weights">[all slots] the diagonal of W.</param>
    /// <param name="matrix">By columns.</param>
    /// <param name="leading">From one column to the next.</param>
    internal abstract void AddGram(double* weights, double* matrix, int leading);

    /// <summary>Writes for every row its slot and what it was multiplied by.</summary>
    /// <param name="slots">[rows of the block].</param>
    /// <param name="scales">[rows of the block].</param>
    internal abstract void Place(Span<int> slots, Span<double> scales);
}
