using System.Runtime.CompilerServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>The kernels for one width of vectors.</summary>
/// <typeparam name="TFloats">How to compute with vectors of floats.</typeparam>
/// <typeparam name="TFloatVector">A vector of floats.</typeparam>
/// <typeparam name="TDoubles">How to compute with vectors of doubles.</typeparam>
/// <typeparam name="TDoubleVector">A vector of doubles.</typeparam>
internal sealed unsafe class Kernels<TFloats, TFloatVector, TDoubles, TDoubleVector> : Kernels
    where TFloats : struct, ILanes<float, TFloatVector>
    where TFloatVector : unmanaged
    where TDoubles : struct, ILanes<double, TDoubleVector>
    where TDoubleVector : unmanaged
{
    /// <inheritdoc/>
    /// <remarks>
    /// Three rows of W stay in the first cache while all of X passes: every weight comes from memory once. At an edge,
    /// a tile takes its last row again, and writes the same numbers twice.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Linear(Matrix<float> x, Matrix<float> weights, float* bias, Matrix<float> y)
    {
        float* products = stackalloc float[12];
        int steps = x.Rows - 1, outputs = weights.Rows - 1;
        for (int j = 0; j <= outputs; j += 3)
        {
            int j1 = Math.Min(j + 1, outputs), j2 = Math.Min(j + 2, outputs);
            (float f0, float f1, float f2) = bias == null ? (0, 0, 0) : (bias[j], bias[j1], bias[j2]);
            for (int i = 0; i <= steps; i += 4)
            {
                int i1 = Math.Min(i + 1, steps), i2 = Math.Min(i + 2, steps), i3 = Math.Min(i + 3, steps);
                DotProducts<TFloats, TFloatVector, float>.ThreeByFour(
                    weights[j], weights[j1], weights[j2], x[i], x[i1], x[i2], x[i3], weights.Columns, products);
                float* y0 = y[i], y1 = y[i1], y2 = y[i2], y3 = y[i3];
                (y0[j], y1[j], y2[j], y3[j]) = (products[0] + f0, products[1] + f0, products[2] + f0, products[3] + f0);
                (y0[j1], y1[j1], y2[j1], y3[j1]) = (products[4] + f1, products[5] + f1, products[6] + f1, products[7] + f1);
                (y0[j2], y1[j2], y2[j2], y3[j2]) = (products[8] + f2, products[9] + f2, products[10] + f2, products[11] + f2);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Linear(float* x, Matrix<float> weights, float* bias, float* y)
    {
        float* products = stackalloc float[4];
        int last = weights.Rows - 1;
        for (int j = 0; j <= last; j += 4)
        {
            int j1 = Math.Min(j + 1, last), j2 = Math.Min(j + 2, last), j3 = Math.Min(j + 3, last);
            DotProducts<TFloats, TFloatVector, float>.OneByFour(
                x, weights[j], weights[j1], weights[j2], weights[j3], weights.Columns, products);
            (y[j], y[j1]) = (products[0] + bias[j], products[1] + bias[j1]);
            (y[j2], y[j3]) = (products[2] + bias[j2], products[3] + bias[j3]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Row j of L has j + 1 entries, so the product of rows j ≤ i ends there, or at the next whole vector: n³/6
    /// multiply-adds instead of n³. Each product is taken once and written to both triangles.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Gram(Matrix<double> lower, double epsilon, Matrix<double> product)
    {
        double* products = stackalloc double[12];
        int last = lower.Rows - 1;
        for (int j = 0; j <= last; j += 3)
        {
            int j1 = Math.Min(j + 1, last), j2 = Math.Min(j + 2, last), depth = (j2 + TDoubles.Count) / TDoubles.Count * TDoubles.Count;
            for (int i = j; i <= last; i += 4)
            {
                int i1 = Math.Min(i + 1, last), i2 = Math.Min(i + 2, last), i3 = Math.Min(i + 3, last);
                DotProducts<TDoubles, TDoubleVector, double>.ThreeByFour(
                    lower[j], lower[j1], lower[j2], lower[i], lower[i1], lower[i2], lower[i3], depth, products);
                Mirror(products, j, i, product);
            }
        }
        for (int i = 0; i <= last; i++)
            product[i][i] += epsilon;
    }

    /// <summary>Writes what a tile has of the lower triangle, and its mirror image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mirror(double* products, int j, int i, Matrix<double> product)
    {
        int columns = Math.Min(j + 3, product.Rows), rows = Math.Min(i + 4, product.Rows);
        for (int column = j; column < columns; column++, products += 4)
        {
            double* mirrored = product[column];
            for (int row = Math.Max(i, column); row < rows; row++)
                mirrored[row] = product[row][column] = products[row - i];
        }
    }
}
