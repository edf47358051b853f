using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// Where no point satisfies the rows, the steps of y tend to a y with Gᵀy = 0 whose bounds are worth less than nothing
/// (Banjac et al. 2019): yᵀG x, which is zero, would have to be at most Σ y·bound. So such a step, less what is left
/// of Gᵀy on the rows that it uses, is tested, and counts only as a proof.
/// </summary>
internal sealed unsafe class InfeasibilityCertificate
{
    /// <summary>How much larger than the point reached a feasible point would at least have to be.</summary>
    private const double ProofRadius = 1e6;

    /// <summary>Bounds are known up to rounding: worth that is a smaller share of their sizes is none.</summary>
    private const double WorthRounding = 1e-10;

    private const int Projections = 3;
    private const double Regularisation = 1e-10;

    private readonly PinnedBuffer multipliers = new(), weights = new(), pull = new(), gram = new(), inverse = new();

    /// <summary>y of every (scaled) row, the largest element 1.</summary>
    internal double* Multipliers => multipliers.Start;

    /// <summary>Whether a direction of y proves that no point satisfies the rows. Elements below a share of the largest do not count.</summary>
    internal bool Proves(DenseQp qp, Iterate iterate, double* direction, double vanishing)
    {
        if (!Take(qp, direction, vanishing) || !(Worth(qp) < 0))
            return false;
        for (int k = 0; k < Projections; k++)
        {
            if (IsProof(qp, iterate))
                return Normalise(qp);
            if (!Project(qp))
                return false;
        }
        return IsProof(qp, iterate) && Normalise(qp);
    }

    private bool Normalise(DenseQp qp)
    {
        double largest = PaddedVectors.Largest(Multipliers, qp.Rows);
        for (int r = 0; r < qp.Rows; r++)
            Multipliers[r] /= largest;
        return true;
    }

    /// <summary>The direction without what vanishes and what no bound answers. False: nothing is left.</summary>
    private bool Take(DenseQp qp, double* direction, double vanishing)
    {
        double* y = multipliers.Reserve(qp.Rows);
        double largest = PaddedVectors.Largest(direction, qp.Rows);
        if (!(largest > 0 && double.IsFinite(largest)))
            return false;
        for (int r = 0; r < qp.Rows; r++)
            y[r] = Math.Abs(direction[r]) < vanishing * largest ? 0 : Answered(qp, r, direction[r] / largest);
        return true;
    }

    private static double Answered(DenseQp qp, int row, double y) => double.IsFinite(y > 0 ? qp.Upper[row] : qp.Lower[row]) ? y : 0;

    /// <summary>Σ y·bound, an upper limit of yᵀG x over all feasible x; zero where rounding could have made it.</summary>
    private double Worth(DenseQp qp)
    {
        double worth = 0, size = 0;
        for (int r = 0; r < qp.Rows; r++)
        {
            if (Multipliers[r] == 0)
                continue;
            double part = Multipliers[r] * (Multipliers[r] > 0 ? qp.Upper[r] : qp.Lower[r]);
            (worth, size) = (worth + part, size + Math.Abs(part));
        }
        return Math.Abs(worth) <= WorthRounding * size ? 0 : worth;
    }

    /// <summary>With e = Gᵀy a feasible x satisfies eᵀx ≤ worth &lt; 0, so |x| ≥ |worth| / ‖e‖₁.</summary>
    private bool IsProof(DenseQp qp, Iterate iterate)
    {
        qp.AddTransposed(Multipliers, pull.ReserveZeros(qp.Size));
        double norm = 0, reach = 0;
        for (int i = 0; i < qp.Size; i++)
            (norm, reach) = (norm + Math.Abs(pull.Start[i]), Math.Max(reach, Math.Abs(iterate.X[i])));
        for (int r = 0; r < qp.Rows; r++)
            reach = Math.Max(reach, Math.Abs(iterate.Z[r]));
        return Worth(qp) < -ProofRadius * norm * Math.Max(reach, double.Epsilon);
    }

    /// <summary>y ← y − G (Gᵀ G + ε I)⁻¹ Gᵀy over the rows that y uses.</summary>
    private bool Project(DenseQp qp)
    {
        double* w = weights.Reserve(qp.Rows), h = gram.ReserveZeros(qp.Size * qp.Leading), e = pull.Start;
        for (int r = 0; r < qp.Rows; r++)
            w[r] = Multipliers[r] != 0 ? 1 : 0;
        qp.AddGram(w, h, qp.Leading);
        for (int i = 0; i < qp.Size; i++)
            h[((long)i * qp.Leading) + i] += Regularisation;
        if (DenseCholesky.Factor(h, qp.Size, qp.Size, qp.Leading, inverse.Reserve(qp.Size), 0) >= 0)
            return false;
        TriangularSolve.Forward(h, qp.Size, qp.Leading, inverse.Start, e);
        TriangularSolve.Backward(h, qp.Size, qp.Leading, inverse.Start, e);
        for (int r = 0; r < qp.Rows; r++)
        {
            if (Multipliers[r] != 0)
                Multipliers[r] = Answered(qp, r, Multipliers[r] - qp.RowTimes(r, e));
        }
        return true;
    }
}
