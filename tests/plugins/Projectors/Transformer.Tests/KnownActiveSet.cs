using DiffOG.Solvers;

namespace DiffOG.Projectors.Transformer.Tests;

/// <summary>
/// Solves programs whose binding rows are known from golden multipliers, by elimination of the KKT matrix: exact, and
/// free of any solver's choices, so that what is tested is the layer around it.
/// </summary>
/// <param name="multipliers">[B][m] the golden multipliers; only their signs are used.</param>
internal sealed class KnownActiveSet(double[][] multipliers) : IQpSolver
{
    public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null) =>
        [.. problems.Select((p, i) => Solve(p, multipliers[i]))];

    public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) =>
        [.. solutions.Select((s, i) => Differentiate(s, gradients[i].ToArray()))];

    private static QpSolution Solve(QpProblem problem, double[] signs)
    {
        int[] active = [.. Enumerable.Range(0, signs.Length).Where(r => signs[r] != 0)];
        double[] right = [.. problem.P.Select(p => -p), .. active.Select(r => signs[r] > 0 ? problem.Constraints.Upper[r] : problem.Constraints.Lower[r])];
        double[] both = Eliminate(problem, active, right);
        double[] y = new double[signs.Length];
        for (int k = 0; k < active.Length; k++)
            y[active[k]] = both[problem.Variables + k];
        return new QpSolution(problem, QpStatus.Solved, both[..problem.Variables], y) { Iterations = 1 };
    }

    private static QpGradient Differentiate(QpSolution solution, double[] gradient)
    {
        int n = solution.Problem.Variables, m = solution.Multipliers.Length;
        int[] active = [.. Enumerable.Range(0, m).Where(r => solution.Multipliers[r] != 0)];
        double[] u = Eliminate(solution.Problem, active, [.. gradient, .. new double[active.Length]])[..n];
        return new QpGradient(solution, [.. u.Select(v => -v)], new double[m], new double[m]);
    }

    private static double[] Eliminate(QpProblem problem, int[] active, double[] right)
    {
        int n = problem.Variables, size = n + active.Length;
        double[,] a = new double[size, size];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                a[i, j] = problem.Q[(i * n) + j];
        }
        double[] rows = problem.Constraints.Matrix.ToDense();
        for (int k = 0; k < active.Length; k++)
        {
            for (int j = 0; j < n; j++)
                a[n + k, j] = a[j, n + k] = rows[(active[k] * n) + j];
        }
        return GaussianElimination.Solve(a, right);
    }
}

/// <summary>Dense elimination with partial pivoting.</summary>
internal static class GaussianElimination
{
    internal static double[] Solve(double[,] a, double[] right)
    {
        int n = right.Length;
        double[] b = [.. right];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (int j = 0; j < n; j++)
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                for (int j = k; j < n && factor != 0; j++)
                    a[i, j] -= factor * a[k, j];
                b[i] -= factor * b[k];
            }
        }
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
                b[i] -= a[i, j] * b[j];
            b[i] /= a[i, i];
        }
        return b;
    }
}
