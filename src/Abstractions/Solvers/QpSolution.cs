namespace DiffOG.Solvers;

/// <summary>How a solve ended.</summary>
public enum QpStatus
{
    /// <summary>All residuals are within the tolerance.</summary>
    Solved,

    /// <summary>Stopped early; residuals are within the reduced tolerance only.</summary>
    SolvedInaccurately,

    /// <summary>The iterations ran out; the point is the best one found and is not to be trusted.</summary>
    IterationLimit,

    /// <summary>No point satisfies the inequalities; <see cref="QpSolution.Multipliers"/> is the certificate y with Gᵀy = 0 that proves it.</summary>
    Infeasible,

    /// <summary>Q is not positive definite.</summary>
    NotConvex,

    /// <summary>A number is not finite, a size does not fit, or bounds are crossed; <see cref="QpSolution.Detail"/> says which.</summary>
    InvalidInput,
}

/// <summary>What came out of a solve, and how exact it is.</summary>
/// <param name="Problem">The problem; not copied, so it must not be changed while gradients are still wanted.</param>
/// <param name="Status">How it ended.</param>
/// <param name="X">[n] the point; NaN where the status carries none.</param>
/// <param name="Multipliers">[m] y with Qx + p + Gᵀy = 0: positive at an upper bound, negative at a lower one.</param>
public sealed record QpSolution(QpProblem Problem, QpStatus Status, double[] X, double[] Multipliers)
{
    /// <summary>The largest violation of a bound.</summary>
    public double PrimalResidual { get; init; }

    /// <summary>The largest element of Qx + p + Gᵀy.</summary>
    public double DualResidual { get; init; }

    /// <summary>The largest product of a multiplier and the distance to its bound.</summary>
    public double ComplementarityGap { get; init; }

    /// <summary>Iterations taken.</summary>
    public int Iterations { get; init; }

    /// <summary>What was wrong and where, when the status is not <see cref="QpStatus.Solved"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether <see cref="X"/> is a solution.</summary>
    public bool HasPoint => Status is QpStatus.Solved or QpStatus.SolvedInaccurately;
}

/// <summary>The gradient of a loss with respect to every input of a problem.</summary>
/// <param name="Q">[n·n] symmetric: half of the gradient on each side of the diagonal.</param>
/// <param name="P">[n].</param>
/// <param name="Lower">[m] with respect to the lower bounds of G x.</param>
/// <param name="Upper">[m] with respect to the upper bounds of G x.</param>
public sealed record QpGradient(double[] Q, double[] P, double[] Lower, double[] Upper);
