namespace DiffOG.Solvers;

/// <summary>
/// What came out of a solve, and how exact it is. A solver fills it; a control loop hands the same one in again and
/// again (<see cref="IQpSolver.Solve(QpProblem, QpSolution?, QpSolution)"/>), so that a solve allocates nothing.
/// </summary>
public sealed class QpSolution
{
    /// <summary>An empty result to be filled.</summary>
    /// <param name="problem">The problem; its sizes are those of the arrays.</param>
    public QpSolution(QpProblem problem)
        : this(problem, QpStatus.IterationLimit, new double[problem.Variables], new double[problem.Constraints.Rows])
    {
    }

    /// <summary>A result.</summary>
    /// <param name="problem">The problem; not copied, so it must not be changed while gradients are still wanted.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="x">[n] the point; NaN where the status carries none.</param>
    /// <param name="multipliers">[m] y with Qx + p + Gᵀy = 0: positive at an upper bound, negative at a lower one.</param>
    public QpSolution(QpProblem problem, QpStatus status, double[] x, double[] multipliers) =>
        (Problem, Status, X, Multipliers) = (problem, status, x, multipliers);

    /// <summary>The problem; not copied, so it must not be changed while gradients are still wanted.</summary>
    public QpProblem Problem { get; private set; }

    /// <summary>How it ended.</summary>
    public QpStatus Status { get; set; }

    /// <summary>[n] the point; NaN where the status carries none.</summary>
    public double[] X { get; private set; }

    /// <summary>[m] y with Qx + p + Gᵀy = 0: positive at an upper bound, negative at a lower one. When <see cref="QpStatus.Infeasible"/>, the certificate.</summary>
    public double[] Multipliers { get; private set; }

    /// <summary>The largest violation of a bound.</summary>
    public double PrimalResidual { get; set; }

    /// <summary>The largest element of Qx + p + Gᵀy.</summary>
    public double DualResidual { get; set; }

    /// <summary>The largest product of a multiplier and the distance to its bound.</summary>
    public double ComplementarityGap { get; set; }

    /// <summary>Iterations taken.</summary>
    public int Iterations { get; set; }

    /// <summary>What was wrong and where, when the status is not <see cref="QpStatus.Solved"/>.</summary>
    public string? Detail { get; set; }

    /// <summary>Which method solved it and why that one, where a solver has several to choose from.</summary>
    public string? Method { get; set; }

    /// <summary>What the solver keeps so that gradients need not repeat its work; null where it keeps nothing. Only the solver that made it can read it.</summary>
    public object? Factor { get; set; }

    /// <summary>Whether <see cref="X"/> is a solution.</summary>
    public bool HasPoint => Status is QpStatus.Solved or QpStatus.SolvedInaccurately;

    /// <summary>Makes it a result of another problem: the arrays stay when they fit, what they hold is not defined, everything else is as new.</summary>
    /// <param name="problem">The problem that is about to be solved.</param>
    public void Reset(QpProblem problem)
    {
        Problem = problem;
        if (X.Length != problem.Variables)
            X = new double[problem.Variables];
        if (Multipliers.Length != problem.Constraints.Rows)
            Multipliers = new double[problem.Constraints.Rows];
        (Status, Iterations, Detail, Method, Factor) = (QpStatus.IterationLimit, 0, null, null, null);
        (PrimalResidual, DualResidual, ComplementarityGap) = (double.NaN, double.NaN, double.NaN);
    }

    /// <summary>Takes over everything of another result; the arrays are copied.</summary>
    /// <param name="other">The other one.</param>
    public void Take(QpSolution other)
    {
        Reset(other.Problem);
        other.X.CopyTo(X, 0);
        other.Multipliers.CopyTo(Multipliers, 0);
        (Status, Iterations, Detail, Method, Factor) = (other.Status, other.Iterations, other.Detail, other.Method, other.Factor);
        (PrimalResidual, DualResidual, ComplementarityGap) = (other.PrimalResidual, other.DualResidual, other.ComplementarityGap);
    }
}
