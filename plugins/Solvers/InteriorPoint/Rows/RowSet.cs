using DiffOG.Constraints;
using DiffOG.Solvers.InteriorPoint.Numerics;

namespace DiffOG.Solvers.InteriorPoint.Rows;

/// <summary>All rows of a problem, block by block, each in the form its structure allows; scaled by powers of two, so that no coefficient is rounded.</summary>
internal sealed unsafe class RowSet
{
    private readonly List<DifferenceRows> differences = [];
    private readonly List<SparseBlock> others = [];
    private readonly List<RowBlock> blocks = [];
    private int[] slotOfRow = [];
    private double[] scaleOfRow = [];

    /// <summary>m.</summary>
    internal int Rows { get; private set; }

    /// <summary>How long a vector over slots is; a multiple of four.</summary>
    internal int Slots { get; private set; }

    /// <summary>Where the values of a row stand.</summary>
    internal int SlotOf(int row) => slotOfRow[row];

    /// <summary>What a row was multiplied by.</summary>
    internal double ScaleOf(int row) => scaleOfRow[row];

    /// <summary>Takes the rows of a checked problem.</summary>
    internal void Load(LinearConstraints constraints)
    {
        blocks.Clear();
        (Rows, Slots) = (0, 0);
        Scaling.Grow(ref slotOfRow, constraints.Rows);
        Scaling.Grow(ref scaleOfRow, constraints.Rows);
        (int difference, int other) = (0, 0);
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            ConstraintBlock block = constraints.Blocks[b];
            RowBlock rows = block is DifferenceBlock { Shape.Order: <= DifferenceRows.MaxOrder } d ? Load(d, difference++) : Load(block, other++);
            blocks.Add(rows);
            rows.Place(slotOfRow.AsSpan(Rows, block.Rows), scaleOfRow.AsSpan(Rows, block.Rows));
            Rows += block.Rows;
            Slots += rows.Slots;
        }
    }

    /// <summary>product ← G x [Slots].</summary>
    internal void Multiply(double* x, double* product)
    {
        foreach (RowBlock block in blocks)
            block.Multiply(x, product);
    }

    /// <summary>target ← target + Gᵀ y.</summary>
    internal void AddTransposed(double* y, double* target)
    {
        foreach (RowBlock block in blocks)
            block.AddTransposed(y, target);
    }

    /// <summary>The lower triangle of matrix ← matrix + Gᵀ W G, by columns.</summary>
    internal void AddGram(double* weights, double* matrix, int leading)
    {
        foreach (RowBlock block in blocks)
            block.AddGram(weights, matrix, leading);
    }

    private DifferenceRows Load(DifferenceBlock block, int number)
    {
        if (number == differences.Count)
            differences.Add(new DifferenceRows());
        differences[number].Load(block, Slots);
        return differences[number];
    }

    private SparseBlock Load(ConstraintBlock block, int number)
    {
        if (number == others.Count)
            others.Add(new SparseBlock());
        others[number].Load(block.Matrix, Slots);
        return others[number];
    }
}
