using DiffOG.Constraints;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Rows;

/// <summary>
/// Differences over time as vector operations. Variables are time-major, so element t·D + d of (Δᵏx) is Σ_j c_j x[t·D + d − j·D]:
/// a sum of shifted vectors over all dimensions at once. Slots therefore run over all D dimensions; those of dimensions
/// without a bound stay empty. What lies before the chunk is in the bounds, so shifted vectors begin where x does.
/// GᵀWG has entries on the diagonals 0, D, … k·D below the main one only:
/// (GᵀWG)[i, i − d·D] = Σ_a c_a c_{a+d} w[i + a·D].
/// </summary>
internal sealed unsafe class DifferenceRows : RowBlock
{
    /// <summary>The highest order that rows are written for.</summary>
    internal const int MaxOrder = 3;

    private readonly PinnedBuffer band = new();
    private readonly double[] coefficients = new double[MaxOrder + 1];
    private DifferenceShape shape = new(0, 1, 1, 0, []);
    private double scale;

    private int Width => shape.Dimensions;

    /// <summary>The variable that the first slot's own coefficient stands at.</summary>
    private int Offset => shape.FirstStep * Width;

    /// <summary>Takes a block's shape.</summary>
    internal void Load(DifferenceBlock block, int first)
    {
        First = first;
        shape = block.Shape;
        WriteCoefficients();
        Slots = DenseCholesky.Padded(Math.Max(0, shape.Steps - shape.FirstStep) * Width);
    }

    /// <inheritdoc/>
    internal override void Multiply(double* x, double* product)
    {
        product += First;
        new Span<double>(product, Slots).Clear();
        for (int j = 0; j <= shape.Order; j++)
        {
            int begin = FirstSlotOf(j);
            VectorOps.AddScaled(product + begin, coefficients[j], x + Offset + begin - (j * Width), Slots - begin);
        }
    }

    /// <inheritdoc/>
    internal override void AddTransposed(double* y, double* target)
    {
        y += First;
        for (int j = 0; j <= shape.Order; j++)
        {
            int begin = FirstSlotOf(j);
            VectorOps.AddScaled(target + Offset + begin - (j * Width), coefficients[j], y + begin, Slots - begin);
        }
    }

    /// <inheritdoc/>
    internal override void AddGram(double* weights, double* matrix, int leading)
    {
        int variables = shape.Steps * Width, stride = DenseCholesky.Padded(variables) + DenseCholesky.Block;
        double* diagonals = band.ReserveZeros((shape.Order + 1) * stride);
        for (int b = 0; b <= shape.Order; b++)
        {
            int begin = FirstSlotOf(b);
            for (int a = 0; a <= b; a++)
                VectorOps.AddScaled(diagonals + ((b - a) * stride) + Offset + begin - (a * Width), coefficients[a] * coefficients[b], weights + First + begin, Slots - begin);
        }
        for (int d = 0; d <= shape.Order; d++)
        {
            for (int i = d * Width; i < variables; i++)
                matrix[((long)(i - (d * Width)) * leading) + i] += diagonals[(d * stride) + i];
        }
    }

    /// <inheritdoc/>
    internal override void Place(Span<int> slots, Span<double> scales)
    {
        scales.Fill(scale);
        int count = shape.Constrained.Count;
        for (int d = 0; d < count; d++)
        {
            int slot = First + shape.Constrained[d];
            for (int r = d; r < slots.Length; r += count, slot += Width)
                slots[r] = slot;
        }
    }

    /// <summary>The first slot of the block whose j-th earlier step lies in the chunk.</summary>
    private int FirstSlotOf(int j) => Math.Min(Slots, Math.Max(0, j - shape.FirstStep) * Width);

    /// <summary>(−1)^j C(k, j), scaled so that the largest is near one.</summary>
    private void WriteCoefficients()
    {
        coefficients[0] = 1;
        double largest = 1;
        for (int j = 1; j <= shape.Order; j++)
        {
            coefficients[j] = -coefficients[j - 1] * (shape.Order - j + 1) / j;
            largest = Math.Max(largest, Math.Abs(coefficients[j]));
        }
        scale = Scaling.PowerOfTwo(1 / largest);
        for (int j = 0; j <= shape.Order; j++)
            coefficients[j] *= scale;
    }
}
