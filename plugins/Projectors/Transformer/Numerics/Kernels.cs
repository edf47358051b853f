using System.Runtime.Intrinsics;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>
/// The matrix products of the projector that take time. All are dot products of rows that lie in memory as they are:
/// Torch keeps the weights of a linear map by rows, scores are products of two steps' rows, L Lᵀ is made of the rows of L.
/// </summary>
internal abstract unsafe class Kernels
{
    /// <summary>128, 256 and 512 bits; all give the same numbers to rounding, on every processor.</summary>
    internal static IReadOnlyList<Kernels> AllWidths { get; } =
    [
        new Kernels<Lanes128<float>, Vector128<float>, Lanes128<double>, Vector128<double>>(),
        new Kernels<Lanes256<float>, Vector256<float>, Lanes256<double>, Vector256<double>>(),
        new Kernels<Lanes512<float>, Vector512<float>, Lanes512<double>, Vector512<double>>(),
    ];

    /// <summary>As wide as this processor is fast.</summary>
    internal static Kernels Fastest { get; } = AllWidths[Vector512.IsHardwareAccelerated ? 2 : Vector256.IsHardwareAccelerated ? 1 : 0];

    /// <summary>The length of a row of L with its zeros: a multiple of two of the widest vectors of doubles.</summary>
    /// <param name="variables">n.</param>
    internal static int Padded(int variables) => (variables + 15) & ~15;

    /// <summary>Y = X Wᵀ + bias.</summary>
    /// <param name="x">[steps, in].</param>
    /// <param name="weights">W [out, in].</param>
    /// <param name="bias">[out]; null: none.</param>
    /// <param name="y">[steps, out].</param>
    internal abstract void Linear(Matrix<float> x, Matrix<float> weights, float* bias, Matrix<float> y);

    /// <summary>y = W x + bias for a single x: reads every weight once, and is as fast as memory.</summary>
    /// <param name="x">[in].</param>
    /// <param name="weights">W [out, in].</param>
    /// <param name="bias">[out].</param>
    /// <param name="y">[out].</param>
    internal abstract void Linear(float* x, Matrix<float> weights, float* bias, float* y);

    /// <summary>Q = L Lᵀ + ε I, both triangles, equal bit for bit.</summary>
    /// <param name="lower">L [n, n], zero above the diagonal, each row filled up with zeros to <see cref="Padded"/> entries.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="product">Q [n, n].</param>
    internal abstract void Gram(Matrix<double> lower, double epsilon, Matrix<double> product);
}
