namespace DiffOG.Solvers.Kernels;

/// <summary>
/// Q = L Lᵀ and the images V = G L⁻ᵀ of the rows, which turn the cost into ½ |w|² + … with w = Lᵀx. Images are worked out
/// when first asked for, always in the same groups of eight, so that they do not depend on which were asked for before.
/// A cost that is only semidefinite is factored as Q + δ I.
/// </summary>
public sealed unsafe class CostFactor
{
    /// <summary>Below this share of its diagonal entry a pivot of Q is rounding.</summary>
    private const double SmallestPivot = 1e-15;

    /// <summary>δ as a share of Q's largest diagonal entry.</summary>
    private const double Shift = 1e-8;

    /// <summary>Rows of a group; the matrix has as many rows below L, where they are solved for.</summary>
    private const int Group = 2 * DenseCholesky.Block;

    private readonly PinnedBuffer matrix = new(), inverse = new(), images = new();
    private bool[] present = [];
    private int size, leading;

    /// <summary>Whether Q is positive definite.</summary>
    public bool IsDefinite { get; private set; }

    /// <summary>Factors the cost of a program.</summary>
    /// <param name="qp">The program.</param>
    /// <returns>False: Q has a direction of negative curvature.</returns>
    public bool Factor(DenseQp qp)
    {
        size = qp.Size;
        leading = DenseCholesky.LeadingDimension(size + Group);
        matrix.Reserve(leading * size);
        inverse.Reserve(size);
        int groups = (qp.Rows + Group - 1) / Group;
        images.Reserve(groups * Group * size);
        if (present.Length < groups)
            present = new bool[groups];
        Array.Clear(present);
        IsDefinite = FactorShifted(qp, 0, SmallestPivot);
        return IsDefinite || FactorShifted(qp, Shift * LargestDiagonal(qp), 0);
    }

    /// <summary>b ← L⁻¹ b.</summary>
    /// <param name="b">[Size].</param>
    public void Forward(double* b) => TriangularSolve.Forward(matrix.Start, size, leading, inverse.Start, b);

    /// <summary>b ← L⁻ᵀ b.</summary>
    /// <param name="b">[Size].</param>
    public void Backward(double* b) => TriangularSolve.Backward(matrix.Start, size, leading, inverse.Start, b);

    /// <summary>L⁻¹ g of a row, [Size].</summary>
    /// <param name="qp">The program that was factored.</param>
    /// <param name="row">Which.</param>
    public double* Image(DenseQp qp, int row)
    {
        int group = row / Group;
        if (!present[group])
        {
            WriteGroup(qp, group);
            present[group] = true;
        }
        return KnownImage(row);
    }

    /// <summary>The same for a row that has been asked for since the cost was factored.</summary>
    /// <param name="row">Which.</param>
    public double* KnownImage(int row) => images.Start + ((long)row * size);

    private bool FactorShifted(DenseQp qp, double shift, double smallestPivot)
    {
        for (int j = 0; j < size; j++)
        {
            double* column = matrix.Start + ((long)j * leading);
            new ReadOnlySpan<double>(qp.Q + ((long)j * qp.Leading) + j, size - j).CopyTo(new Span<double>(column + j, size - j));
            column[j] += shift;
        }
        return DenseCholesky.Factor(matrix.Start, size, size, leading, inverse.Start, smallestPivot) < 0;
    }

    private static double LargestDiagonal(DenseQp qp)
    {
        double largest = 0;
        for (int i = 0; i < qp.Variables; i++)
            largest = Math.Max(largest, Math.Abs(qp.Q[((long)i * qp.Leading) + i]));
        return largest > 0 ? largest : 1;
    }

    /// <summary>Writes eight rows of G below L, solves, and copies them out. Before their first entry rows stay zero.</summary>
    private void WriteGroup(DenseQp qp, int group)
    {
        int first = group * Group, count = Math.Min(Group, qp.Rows - first), begin = size;
        ReadOnlySpan<int> starts = qp.Starts, indices = qp.Indices;
        double* below = matrix.Start + size;
        for (int j = 0; j < size; j++)
            new Span<double>(below + ((long)j * leading), Group).Clear();
        for (int k = 0; k < count; k++)
        {
            qp.AddRow(first + k, 1, below + k, leading);
            for (int e = starts[first + k]; e < starts[first + k + 1]; e++)
                begin = Math.Min(begin, indices[e]);
        }
        begin -= begin % DenseCholesky.Block;
        double* from = matrix.Start + ((long)begin * leading) + begin;
        DenseCholesky.SolveRows(from, size - begin, size - begin + Group, size - begin, leading, inverse.Start + begin);
        Vectors.Transpose(below, leading, size, Group, images.Start + ((long)first * size), size);
    }
}
