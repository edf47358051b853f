using DiffOG.Constraints;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Rows;

/// <summary>Rows without structure, entry by entry; where a row's columns follow each other, its outer product is a vector operation.</summary>
internal sealed unsafe class SparseBlock : RowBlock
{
    private SparseRows matrix = new(0, [0], [], []);
    private double[] values = [], scales = [];

    /// <summary>Takes a block's rows, each scaled so that its largest coefficient is near one.</summary>
    internal void Load(SparseRows rows, int first)
    {
        (matrix, First, Slots) = (rows, first, DenseCholesky.Padded(rows.Rows));
        Scaling.Grow(ref values, rows.Starts[^1]);
        Scaling.Grow(ref scales, rows.Rows);
        for (int r = 0; r < rows.Rows; r++)
        {
            (int begin, int end) = (rows.Starts[r], rows.Starts[r + 1]);
            double largest = 0;
            for (int k = begin; k < end; k++)
                largest = Math.Max(largest, Math.Abs(rows.Values[k]));
            scales[r] = Scaling.PowerOfTwo(1 / largest);
            for (int k = begin; k < end; k++)
                values[k] = scales[r] * rows.Values[k];
        }
    }

    /// <inheritdoc/>
    internal override void Multiply(double* x, double* product)
    {
        product += First;
        for (int r = 0; r < matrix.Rows; r++)
        {
            double sum = 0;
            for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                sum += values[k] * x[matrix.Indices[k]];
            product[r] = sum;
        }
        for (int r = matrix.Rows; r < Slots; r++)
            product[r] = 0;
    }

    /// <inheritdoc/>
    internal override void AddTransposed(double* y, double* target)
    {
        y += First;
        for (int r = 0; r < matrix.Rows; r++)
        {
            double factor = y[r];
            if (factor == 0)
                continue;
            for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                target[matrix.Indices[k]] += factor * values[k];
        }
    }

    /// <inheritdoc/>
    internal override void AddGram(double* weights, double* target, int leading)
    {
        weights += First;
        fixed (double* all = values)
        fixed (int* columns = matrix.Indices)
        {
            for (int r = 0; r < matrix.Rows; r++)
            {
                (int begin, int end) = (matrix.Starts[r], matrix.Starts[r + 1]);
                if (weights[r] != 0 && end > begin)
                    AddOuterProduct(weights[r], all + begin, columns + begin, end - begin, target, leading);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Place(Span<int> slots, Span<double> target)
    {
        for (int r = 0; r < slots.Length; r++)
            (slots[r], target[r]) = (First + r, scales[r]);
    }

    private static void AddOuterProduct(double weight, double* row, int* columns, int entries, double* target, int leading)
    {
        bool adjacent = columns[entries - 1] - columns[0] == entries - 1;
        for (int k = 0; k < entries; k++)
        {
            double* column = target + ((long)columns[k] * leading);
            double factor = weight * row[k];
            if (adjacent)
                VectorOps.AddScaled(column + columns[k], factor, row + k, entries - k);
            else
            {
                for (int l = k; l < entries; l++)
                    column[columns[l]] += factor * row[l];
            }
        }
    }
}
