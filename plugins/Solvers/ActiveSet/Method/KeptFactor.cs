using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>The factor of the free block at a solution, kept so that gradients cost two triangular solves.</summary>
/// <param name="Free">The free variables, ascending.</param>
/// <param name="Size">How many, padded.</param>
/// <param name="Slab">Where the numbers are.</param>
/// <param name="Offset">From where: 1 / diagonal [Size], then the factor [Size · Size] by columns, of which only the lower triangle holds anything.</param>
internal sealed record KeptFactor(int[] Free, int Size, FactorSlab Slab, int Offset)
{
    /// <summary>The doubles that a factor needs.</summary>
    /// <param name="size">How many free variables, padded.</param>
    internal static int Room(int size) => size * (size + 1);

    /// <summary>u_F = H_FF⁻¹ v_F, and zero elsewhere.</summary>
    /// <param name="v">[n].</param>
    /// <param name="u">[n].</param>
    /// <param name="work">[Size].</param>
    internal unsafe void Solve(ReadOnlySpan<double> v, Span<double> u, double* work)
    {
        for (int k = 0; k < Size; k++)
            work[k] = k < Free.Length ? v[Free[k]] : 0;
        fixed (double* inverse = Slab.Values.AsSpan(Offset))
        {
            TriangularSolve.Forward(inverse + Size, Size, Size, inverse, work);
            TriangularSolve.Backward(inverse + Size, Size, Size, inverse, work);
        }
        u.Clear();
        for (int k = 0; k < Free.Length; k++)
            u[Free[k]] = work[k];
    }
}
