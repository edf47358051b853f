namespace DiffOG.Solvers.Kernels;

/// <summary>
/// From a guess of the active set to the exact solution. <see cref="DualSteps"/> put the guess right; with the right set
/// the solution is that of one linear system, which is solved from scratch and refined. What rounding still leaves to put
/// right, and all of it where the cost is only semidefinite, is dropped and added at once (the primal–dual active-set
/// iteration), as long as it is less from round to round. What comes out counts only when every sign and every bound
/// holds, so a wrong guess costs time but never correctness. Numbers follow from the final set alone, whatever guess led
/// to it. To use it: fill a <see cref="DenseQp"/>; <see cref="ActiveSystem.Begin"/> once for Q and G,
/// <see cref="SetLinear"/> once for p, then run.
/// </summary>
public sealed unsafe class ExactFinish
{
    /// <summary>What rounding may do to signs and distances, relative to the numbers they come from.</summary>
    private const double Rounding = 1e-12;

    /// <summary>What may be left of the system's right side, relative to it.</summary>
    private const double SystemRounding = 1e-9;

    private const int Rounds = 8;

    private readonly PinnedBuffer multipliers = new(), product = new(), minusP = new();
    private readonly DualSteps dual = new();

    /// <summary>The system of a set.</summary>
    public ActiveSystem System { get; } = new();

    /// <summary>The set; for the one who solves with it.</summary>
    public ActiveRows Active => System.Rows;

    /// <summary>x [Size] of the last round.</summary>
    public double* X => System.X;

    /// <summary>y of every row [Rows], once verified; rows that are not active, or only touch, have zero.</summary>
    public double* Multipliers => multipliers.Start;

    /// <summary>Multipliers [Rows] with Gᵀy = 0, up to rounding, whose bounds are worth less than nothing, where the last run met rows that exclude each other; else null.</summary>
    public double* Contradiction { get; private set; }

    /// <summary>Takes another p; Q and G must have been taken (<see cref="ActiveSystem.Begin"/>).</summary>
    /// <param name="qp">The program.</param>
    public void SetLinear(DenseQp qp)
    {
        double* b = minusP.Reserve(qp.Size);
        for (int i = 0; i < qp.Size; i++)
            b[i] = -qp.P[i];
        System.SetForce(new ReadOnlySpan<double>(b, qp.Size));
    }

    /// <summary>Tries the minimum without inequalities, only rows with equal bounds held.</summary>
    /// <param name="qp">The program.</param>
    /// <returns>True: <see cref="X"/> and <see cref="Multipliers"/> solve the program up to rounding.</returns>
    public bool RunWithoutInequalities(DenseQp qp)
    {
        System.Factor.SmallestPivot = ActiveFactor.CarefulPivot;
        Active.Clear(qp);
        return Settles(qp, 1);
    }

    /// <summary>Tries to finish from a guess.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="guess">[Rows] multipliers; those that are not zero are the guess of the active set.</param>
    /// <param name="steps">The most rows that dual steps may change.</param>
    /// <returns>True: <see cref="X"/> and <see cref="Multipliers"/> solve the program up to rounding.</returns>
    public bool Run(DenseQp qp, double* guess, int steps) =>
        Run(qp, guess, steps, ActiveFactor.CarefulPivot) || Run(qp, guess, steps, ActiveFactor.LeastPivot);

    private bool Run(DenseQp qp, double* guess, int steps, double smallestPivot)
    {
        System.Factor.SmallestPivot = smallestPivot;
        Active.Take(qp, guess);
        Contradiction = null;
        if (System.Cost.IsDefinite)
        {
            System.Build(qp);
            if (dual.Run(qp, System, guess, steps) == DualSteps.End.Contradicting)
                Contradiction = dual.Contradiction;
            Active.Collect();
        }
        return Settles(qp, Rounds);
    }

    /// <summary>Solves with the set, and puts it right while there is less and less to put right.</summary>
    private bool Settles(DenseQp qp, int rounds)
    {
        int fewest = int.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            SolveActive(qp);
            int changes = Correct(qp);
            if (changes == 0)
            {
                WriteMultipliers(qp);
                return true;
            }
            Active.Collect();
            if (changes < 0 || changes >= fewest)
                return false;
            fewest = changes;
        }
        return false;
    }

    /// <summary>Minimises the cost with the active rows at their bounds. Rows that depend on others leave the set.</summary>
    private void SolveActive(DenseQp qp)
    {
        System.Build(qp);
        for (int k = 0; k < Active.Count; k++)
            System.Levels[k] = Active.Bound(qp, Active[k]);
        System.Solve(qp);
        System.Refine(qp);
    }

    /// <summary>Changes the set where the last round contradicts it. Returns how often; −1 where its numbers mean nothing.</summary>
    private int Correct(DenseQp qp)
    {
        double force = LargestForce(qp), reach = PaddedVectors.Largest(X, qp.Size);
        if (!double.IsFinite(reach) || !double.IsFinite(force) || !(System.Residual <= SystemRounding))
            return -1;
        int changes = 0;
        for (int k = 0; k < Active.Count; k++)
        {
            int row = Active[k];
            if (qp.Lower[row] == qp.Upper[row] || System.Multipliers[k] * Active.Side(row) >= -Rounding * force)
                continue;
            Active.Set(row, 0);
            changes++;
        }
        double* gx = product.Reserve(qp.Rows);
        qp.Multiply(X, gx);
        for (int r = 0; r < qp.Rows; r++)
        {
            double above = gx[r] - qp.Upper[r], below = qp.Lower[r] - gx[r];
            int side = above > below ? 1 : -1;
            if (Math.Max(above, below) <= Rounding * reach)
                continue;
            Active.Set(r, side);
            changes++;
        }
        return changes;
    }

    private void WriteMultipliers(DenseQp qp)
    {
        new Span<double>(multipliers.Reserve(qp.Rows), qp.Rows).Clear();
        double touching = Rounding * LargestForce(qp);
        for (int k = 0; k < Active.Count; k++)
        {
            if (Math.Abs(System.Multipliers[k]) > touching)
                Multipliers[Active[k]] = System.Multipliers[k];
        }
    }

    private double LargestForce(DenseQp qp) => Math.Max(PaddedVectors.Largest(qp.P, qp.Variables), PaddedVectors.Largest(System.Multipliers, Active.Count));
}
