using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>A quadratic program from a file, and what the file says besides.</summary>
/// <param name="Problem">What is minimised, under which inequalities.</param>
internal sealed record QpCase(QpProblem Problem)
{
    /// <summary>More variables than this are refused: Q is held as n² numbers.</summary>
    internal const int MaxVariables = 10_000;

    /// <summary>What the file calls the problem; null where it says nothing.</summary>
    internal string? Name { get; init; }

    /// <summary>What the person who wrote the file has to say.</summary>
    internal string? Note { get; init; }

    /// <summary>Where the solver started from.</summary>
    internal QpStart? Start { get; init; }

    /// <summary>The solver that was asked.</summary>
    internal QpSolverChoice? Solver { get; init; }

    /// <summary>Whether the source maximises: <see cref="Problem"/> is its objective with the sign turned.</summary>
    internal bool Maximised { get; init; }

    /// <summary>What the source's objective adds to the quadratic and the linear term.</summary>
    internal double Constant { get; init; }

    /// <summary>[n] names of the variables, where the source has them.</summary>
    internal IReadOnlyList<string>? VariableNames { get; init; }

    /// <summary>[m] names of the rows, where the source has them; a bound on a variable has the variable's name.</summary>
    internal IReadOnlyList<string>? RowNames { get; init; }

    /// <summary>The source's objective, with its sign and its constant.</summary>
    /// <param name="x">[n].</param>
    internal double Objective(double[] x)
    {
        double minimised = Problem.Objective(x);
        return (Maximised ? -minimised : minimised) + Constant;
    }
}

/// <summary>A point to start from.</summary>
/// <param name="X">[n].</param>
/// <param name="Multipliers">[m].</param>
internal sealed record QpStart(double[] X, double[] Multipliers);

/// <summary>A solver and its options.</summary>
/// <param name="Id">Of the plugin.</param>
/// <param name="Options">A JSON object.</param>
internal sealed record QpSolverChoice(string Id, string Options);
