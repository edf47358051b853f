namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The exact finish. With the right active set the solution is that of one linear system; a nearly right set is put
/// right by dropping rows whose multiplier has the wrong sign and adding rows that are violated. What comes out is
/// accepted only when every sign and every bound holds, so a wrong guess costs time but never correctness.
/// </summary>
internal sealed unsafe class Polish
{
    /// <summary>What rounding may do to signs and distances, relative to the numbers they come from.</summary>
    private const double Rounding = 1e-12;

    private readonly ActiveSetKkt kkt = new();

    /// <summary>The set; the caller writes the first guess into it.</summary>
    internal ActiveSet Active { get; } = new();

    /// <summary>x [Size] of the last round.</summary>
    internal double* X => kkt.Solution;

    /// <summary>The largest violation of a row in the last round.</summary>
    internal double LargestViolation { get; private set; }

    /// <summary>y of every row [m]; rows that are not active, or only weakly, have zero.</summary>
    internal double[] Multipliers { get; private set; } = [];

    /// <summary>Tries to finish from the guess. True: <see cref="X"/> and <see cref="Multipliers"/> solve the problem.</summary>
    internal bool Run(Problem problem, Kkt cost, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            SolveEqualities(problem, cost);
            if (Correct(problem) == 0)
            {
                WriteMultipliers(problem);
                return true;
            }
            Active.Collect();
        }
        return false;
    }

    /// <summary>Minimises the cost with the active rows held at their bounds.</summary>
    private void SolveEqualities(Problem problem, Kkt cost)
    {
        kkt.Factor(problem, cost, Active);
        for (int i = 0; i < problem.Size; i++)
            kkt.RightSide[i] = -problem.P[i];
        for (int k = 0; k < Active.Count; k++)
        {
            int row = Active.Row(k);
            kkt.RightSide[problem.Size + k] = Active.Side(row) > 0 ? problem.Upper(row) : problem.Lower(row);
        }
        kkt.Solve(problem, Active);
    }

    /// <summary>Changes the set where the last round contradicts it; returns how often. A point that is not a number contradicts everything.</summary>
    private int Correct(Problem problem)
    {
        double wrongSign = Rounding * LargestForce(problem), largestX = Largest(X, problem.Size);
        if (!double.IsFinite(largestX) || !double.IsFinite(wrongSign))
            return 1;
        int changes = 0;
        for (int k = 0; k < Active.Count; k++)
        {
            int row = Active.Row(k);
            if (problem.Lower(row) != problem.Upper(row) && kkt.Multipliers[k] * Active.Side(row) < -wrongSign)
            {
                Active.Set(row, 0);
                changes++;
            }
        }
        LargestViolation = 0;
        for (int r = 0; r < problem.Rows; r++)
            changes += Add(problem, r, Rounding * largestX);
        return changes;
    }

    private int Add(Problem problem, int row, double rounding)
    {
        (double lower, double upper, double product) = (problem.Lower(row), problem.Upper(row), problem.RowTimes(row, X));
        double above = product - upper, below = lower - product;
        LargestViolation = Math.Max(LargestViolation, Math.Max(above, below));
        if (Math.Max(above, below) <= rounding)
            return 0;
        Active.Set(row, above > below ? 1 : -1);
        return 1;
    }

    private double LargestForce(Problem problem) => Math.Max(Largest(problem.P, problem.Size), Largest(kkt.Multipliers, Active.Count));

    private void WriteMultipliers(Problem problem)
    {
        if (Multipliers.Length < problem.Rows)
            Multipliers = new double[problem.Rows];
        Array.Clear(Multipliers, 0, problem.Rows);
        double weak = Rounding * LargestForce(problem);
        for (int k = 0; k < Active.Count; k++)
        {
            if (Math.Abs(kkt.Multipliers[k]) > weak)
                Multipliers[Active.Row(k)] = kkt.Multipliers[k];
        }
    }

    private static double Largest(double* values, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++)
            largest = Math.Max(largest, Math.Abs(values[i]));
        return largest;
    }
}
