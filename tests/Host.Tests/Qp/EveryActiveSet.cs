using DiffOG.Host.Composition;
using DiffOG.Host.Qp;
using DiffOG.Solvers;

namespace DiffOG.Host.Tests.Qp;

/// <summary>
/// Solves tiny problems whose Q is definite by trying every set of active rows: nothing is cheaper to trust. What it
/// finds satisfies the conditions of optimality, which are sufficient.
/// </summary>
internal sealed class EveryActiveSet : IQpSolver
{
    private const double Rounding = 1e-9;

    internal List<QpSolution?> Starts { get; } = [];

    /// <summary>As a command would have made it.</summary>
    internal static SolverUnderTest UnderTest(IQpSolver solver) => new(
        new PluginDescriptor(DiffOG.Composition.PluginKind.QpSolver, "tiny") { OptionsType = typeof(object), ContractType = typeof(IQpSolver), Version = new Version(1, 2, 3, 4) },
        new Composition.NeedyOptions(),
        solver);

    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
    {
        Starts.AddRange(warmStarts ?? []);
        return [.. problems.Select(Solve)];
    }

    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => throw new NotSupportedException();

    private static QpSolution Solve(QpProblem problem)
    {
        int m = problem.Constraints.Rows;
        for (int code = 0; code < (int)Math.Pow(3, m); code++)
        {
            int rest = code;
            int[] sides = [.. Enumerable.Range(0, m).Select(_ => { int side = rest % 3; rest /= 3; return side; })];
            if (Try(problem, sides) is { } found)
                return found;
        }
        return new QpSolution(problem, QpStatus.Infeasible, [.. Enumerable.Repeat(double.NaN, problem.Variables)], new double[m]);
    }

    private static QpSolution? Try(QpProblem problem, int[] sides)
    {
        int n = problem.Variables;
        int[] active = [.. Enumerable.Range(0, sides.Length).Where(r => sides[r] > 0)];
        double[] bounds = [.. active.Select(r => sides[r] == 1 ? problem.Constraints.Lower[r] : problem.Constraints.Upper[r])];
        if (active.Length > n || bounds.Any(b => !double.IsFinite(b)) || Eliminate(System(problem, active, bounds)) is not { } solved)
            return null;
        double[] y = new double[sides.Length];
        for (int k = 0; k < active.Length; k++)
            y[active[k]] = solved[n + k];
        double[] x = solved[..n];
        bool signs = active.All(r => sides[r] == 1 ? y[r] <= Rounding : y[r] >= -Rounding);
        return signs && KktCheck.Of(problem, x, y).Relative < Rounding ? new QpSolution(problem, QpStatus.Solved, x, y) { Iterations = 1 } : null;
    }

    /// <summary>[Q Gᵀ; G 0] (x, y) = (−p, b), with the right side as the last column.</summary>
    private static double[][] System(QpProblem problem, int[] active, double[] bounds)
    {
        int n = problem.Variables, size = n + active.Length;
        double[] dense = problem.Constraints.Matrix.ToDense();
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => new double[size + 1])];
        for (int i = 0; i < n; i++)
        {
            problem.Q.AsSpan(i * n, n).CopyTo(rows[i]);
            rows[i][size] = -problem.P[i];
            for (int k = 0; k < active.Length; k++)
                rows[i][n + k] = rows[n + k][i] = dense[(active[k] * n) + i];
        }
        for (int k = 0; k < active.Length; k++)
            rows[n + k][size] = bounds[k];
        return rows;
    }

    private static double[]? Eliminate(double[][] rows)
    {
        int size = rows.Length;
        for (int c = 0; c < size; c++)
        {
            int pivot = Enumerable.Range(c, size - c).MaxBy(r => Math.Abs(rows[r][c]));
            if (Math.Abs(rows[pivot][c]) < 1e-13)
                return null;
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (int r = 0; r < size; r++)
            {
                double factor = r == c ? 0 : rows[r][c] / rows[c][c];
                for (int k = c; k <= size && factor != 0; k++)
                    rows[r][k] -= factor * rows[c][k];
            }
        }
        return [.. Enumerable.Range(0, size).Select(r => rows[r][size] / rows[r][r])];
    }
}

/// <summary>A solver that always says the same.</summary>
internal sealed class FixedAnswer(QpStatus status, double[] x, double[] y) : IQpSolver
{
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null) =>
        [.. problems.Select(p => new QpSolution(p, status, x, y))];

    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => throw new NotSupportedException();
}
