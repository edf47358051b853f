namespace DiffOG.Solvers.Kernels;

/// <summary>
/// The dual active-set method (Goldfarb and Idnani 1983) from a guess of the multipliers. First they are moved to where
/// the held rows want them, and a row whose multiplier reaches zero on the way is let go: as in Lawson and Hanson's
/// method, every such step raises the dual. Then the most violated row is brought to its bound: with v its image,
/// r = (V Vᵀ)⁻¹ V v and z = v − Vᵀr, a step t takes x by −t L⁻ᵀz, the multipliers by −t r and the row's own by t. A
/// multiplier that reaches zero on the way lets its row go. Every row brought in raises the cost, so no set comes twice,
/// and the method ends: at the solution, or at a row that contradicts the others.
/// </summary>
public sealed unsafe class DualSteps
{
    /// <summary>How a run ended.</summary>
    public enum End
    {
        /// <summary>No row is violated.</summary>
        Feasible,

        /// <summary>A row cannot be brought to its bound: <see cref="Contradiction"/> proves it.</summary>
        Contradicting,

        /// <summary>The steps ran out, or rounding has the better of the numbers.</summary>
        Open,
    }

    /// <summary>What a row may be violated by, relative to the largest element of x.</summary>
    private const double Rounding = 1e-10;

    /// <summary>A multiplier that changes by less than this, per unit of the row's own, does not change.</summary>
    private const double Still = 1e-13;

    private readonly PinnedBuffer guessed = new(), change = new(), direction = new(), product = new(), contradiction = new();

    /// <summary>y of every row [Rows] with Gᵀy = 0, whose bounds are worth less than nothing.</summary>
    public double* Contradiction => contradiction.Start;

    /// <summary>Runs from the members of the system on, which must be factored, and changes them.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="system">Its system, with the force −p.</param>
    /// <param name="guess">[Rows] multipliers, with the members' signs.</param>
    /// <param name="steps">The most rows that are brought in or let go.</param>
    public End Run(DenseQp qp, ActiveSystem system, double* guess, int steps)
    {
        change.Reserve(ActiveFactor.Most(qp));
        direction.Reserve(qp.Size);
        product.Reserve(qp.Rows);
        if (!Settle(qp, system, guess, ref steps))
            return End.Open;
        while (true)
        {
            (int row, int side, double violation) = MostViolated(qp, system);
            if (row < 0)
                return End.Feasible;
            End end = BringIn(qp, system, row, side, violation, ref steps);
            if (end != End.Feasible)
                return end;
        }
    }

    /// <summary>Moves the multipliers to where all held rows are at their bounds. False: the steps ran out.</summary>
    private bool Settle(DenseQp qp, ActiveSystem system, double* guess, ref int steps)
    {
        double* y = guessed.Reserve(ActiveFactor.Most(qp));
        for (int k = 0; k < system.Rows.Count; k++)
            (y[k], system.Levels[k]) = (guess[system.Rows[k]], system.Rows.Bound(qp, system.Rows[k]));
        while (true)
        {
            system.SolveMultipliers();
            (double step, int blocking) = StepTowards(qp, system, y);
            if (blocking < 0)
                break;
            if (steps-- <= 0)
                return false;
            for (int k = 0; k < system.Rows.Count; k++)
                y[k] += step * (system.Multipliers[k] - y[k]);
            Close(y, blocking, system.Rows.Count);
            LetGo(system, blocking);
        }
        system.Solve(qp);
        return true;
    }

    /// <summary>How much of the way to the system's multipliers none changes its sign, and which would first; −1: none.</summary>
    private static (double Step, int Blocking) StepTowards(DenseQp qp, ActiveSystem system, double* y)
    {
        (double longest, int blocking) = (1, -1);
        for (int k = 0; k < system.Rows.Count; k++)
        {
            int row = system.Rows[k], side = system.Rows.Side(row);
            double here = Math.Max(0, side * y[k]), there = side * system.Multipliers[k];
            if (there >= 0 || qp.Lower[row] == qp.Upper[row])
                continue;
            double step = here / (here - there);
            if (step < longest || blocking < 0)
                (longest, blocking) = (step, k);
        }
        return (longest, blocking);
    }

    /// <summary>The row that is violated most, by more than rounding. Where held rows are off their bounds by that much, the point is refined first.</summary>
    private (int Row, int Side, double Violation) MostViolated(DenseQp qp, ActiveSystem system)
    {
        double allowed = Rounding * PaddedVectors.Largest(system.X, qp.Size), off = OffBounds(qp, system);
        if (off > 0.1 * allowed)
        {
            system.Refine(qp);
            off = OffBounds(qp, system);
        }
        double* gx = product.Start;
        (int found, int side, double most) = (-1, 0, Math.Max(allowed, 10 * off));
        for (int r = 0; r < qp.Rows; r++)
        {
            double above = gx[r] - qp.Upper[r], below = qp.Lower[r] - gx[r], by = above > below ? above : below;
            if (by > most && system.Rows.Side(r) == 0)
                (found, side, most) = (r, above > below ? 1 : -1, by);
        }
        return (found, side, most);
    }

    /// <summary>By how much held rows miss their bounds; leaves G x.</summary>
    private double OffBounds(DenseQp qp, ActiveSystem system)
    {
        double* gx = product.Start;
        qp.Multiply(system.X, gx);
        double off = 0;
        for (int k = 0; k < system.Rows.Count; k++)
            off = Math.Max(off, Math.Abs(gx[system.Rows[k]] - system.Levels[k]));
        return off;
    }

    private End BringIn(DenseQp qp, ActiveSystem system, int row, int side, double violation, ref int steps)
    {
        double own = 0;
        double* v = system.Cost.Image(qp, row), r = change.Start;
        while (steps-- > 0)
        {
            double pivot = system.Factor.Pivot(system.Cost, v);
            system.Factor.CoefficientsOfLast(r);
            (double longest, int blocking) = LongestStep(qp, system, side);
            double full = pivot > 0 ? violation / pivot : double.PositiveInfinity, step = Math.Min(longest, full);
            if (!double.IsFinite(step))
                return double.IsNaN(step) ? End.Open : Contradicts(qp, system, row, side);
            if (pivot > 0)
                MovePoint(qp, system, v, -step * side);
            PaddedVectors.AddScaled(-step * side, r, system.Multipliers, DenseCholesky.Padded(system.Rows.Count));
            own += step * side;
            violation -= step * pivot;
            if (full <= longest)
            {
                system.Append(qp, row, side, pivot, own);
                return End.Feasible;
            }
            LetGo(system, blocking);
        }
        return End.Open;
    }

    /// <summary>x ← x + step · L⁻ᵀ(v − Vᵀr).</summary>
    private void MovePoint(DenseQp qp, ActiveSystem system, double* v, double step)
    {
        double* z = direction.Start;
        new ReadOnlySpan<double>(v, qp.Size).CopyTo(new Span<double>(z, qp.Size));
        system.Factor.SubtractImages(system.Cost, change.Start, z);
        system.Cost.Backward(z);
        PaddedVectors.AddScaled(step, z, system.X, qp.Size);
    }

    /// <summary>How far the multipliers of inequalities allow to go, and which of them ends it.</summary>
    private (double Step, int Blocking) LongestStep(DenseQp qp, ActiveSystem system, int side)
    {
        (double longest, int blocking) = (double.PositiveInfinity, -1);
        for (int k = 0; k < system.Rows.Count; k++)
        {
            int row = system.Rows[k], of = system.Rows.Side(row);
            double falling = side * of * change.Start[k];
            if (falling <= Still || qp.Lower[row] == qp.Upper[row])
                continue;
            double step = Math.Max(0, of * system.Multipliers[k]) / falling;
            if (step < longest)
                (longest, blocking) = (step, k);
        }
        return (longest, blocking);
    }

    /// <summary>y_row = side, y_A = −side · r: nothing of Gᵀy is left.</summary>
    private End Contradicts(DenseQp qp, ActiveSystem system, int row, int side)
    {
        new Span<double>(contradiction.Reserve(qp.Rows), qp.Rows).Clear();
        Contradiction[row] = side;
        for (int k = 0; k < system.Rows.Count; k++)
            Contradiction[system.Rows[k]] = -side * change.Start[k];
        return End.Contradicting;
    }

    private static void LetGo(ActiveSystem system, int k)
    {
        Close(system.Multipliers, k, system.Rows.Count);
        Close(system.Levels, k, system.Rows.Count);
        system.RemoveAt(k);
    }

    /// <summary>Closes the gap that the k-th of some values leaves.</summary>
    private static void Close(double* values, int k, int count)
    {
        for (int i = k; i + 1 < count; i++)
            values[i] = values[i + 1];
    }
}
