using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// Where the cost falls without end, the steps of x tend to a direction d without curvature, Q d = 0, downhill, pᵀd &lt; 0,
/// along which no row ever reaches a bound (Banjac et al. 2019). Only a semidefinite cost has such a direction.
/// </summary>
internal sealed unsafe class UnboundedDirection
{
    private const double Tolerance = 1e-9, Downhill = 1e-6;

    private readonly PinnedBuffer product = new(), force = new();

    /// <summary>Whether the last step is such a direction.</summary>
    internal bool Shows(DenseQp qp, Iterate iterate)
    {
        double length = PaddedVectors.Largest(iterate.StepX, qp.Size);
        if (!(length > 0 && double.IsFinite(length)))
            return false;
        double slope = 0;
        for (int i = 0; i < qp.Size; i++)
            slope += qp.P[i] * iterate.StepX[i];
        return slope < -Downhill * length * PaddedVectors.Largest(qp.P, qp.Size) && IsFlat(qp, iterate.StepX, Tolerance * length) && IsFree(qp, iterate.StepX, Tolerance * length);
    }

    private bool IsFlat(DenseQp qp, double* direction, double tolerance)
    {
        TriangularSolve.Multiply(qp.Q, qp.Size, qp.Leading, direction, force.Reserve(qp.Size));
        return PaddedVectors.Largest(force.Start, qp.Variables) <= tolerance;
    }

    private bool IsFree(DenseQp qp, double* direction, double tolerance)
    {
        qp.Multiply(direction, product.Reserve(qp.Rows));
        bool free = true;
        for (int r = 0; r < qp.Rows; r++)
        {
            double along = product.Start[r];
            free &= (along <= tolerance || double.IsPositiveInfinity(qp.Upper[r])) && (along >= -tolerance || double.IsNegativeInfinity(qp.Lower[r]));
        }
        return free;
    }
}
