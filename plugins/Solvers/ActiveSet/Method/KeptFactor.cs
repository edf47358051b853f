using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>The factor of the free block at a solution, kept so that gradients cost two triangular solves.</summary>
/// <param name="Free">The free variables, ascending.</param>
/// <param name="Size">How many, padded.</param>
/// <param name="Factor">[Size · Size] by columns; only the lower triangle holds anything.</param>
/// <param name="Inverse">[Size] 1 / diagonal.</param>
internal sealed record KeptFactor(int[] Free, int Size, double[] Factor, double[] Inverse)
{
    /// <summary>u_F = H_FF⁻¹ v_F, and zero elsewhere.</summary>
    /// <param name="v">[n].</param>
    /// <param name="u">[n].</param>
    /// <param name="work">[Size].</param>
    internal unsafe void Solve(ReadOnlySpan<double> v, Span<double> u, double* work)
    {
        for (int k = 0; k < Size; k++)
            work[k] = k < Free.Length ? v[Free[k]] : 0;
        fixed (double* factor = Factor, inverse = Inverse)
        {
            TriangularSolve.Forward(factor, Size, Size, inverse, work);
            TriangularSolve.Backward(factor, Size, Size, inverse, work);
        }
        u.Clear();
        for (int k = 0; k < Free.Length; k++)
            u[Free[k]] = work[k];
    }
}
