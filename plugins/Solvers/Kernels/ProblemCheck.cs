using System.Globalization;

namespace DiffOG.Solvers.Kernels;

/// <summary>Finds what makes a problem no problem: sizes, numbers, bounds, symmetry.</summary>
public static class ProblemCheck
{
    /// <summary>A cost matrix that was made in single precision is symmetric up to its rounding.</summary>
    private const double SymmetryTolerance = 1e-6;

    /// <summary>What is wrong and where; null when nothing is.</summary>
    public static string? Fault(QpProblem problem)
    {
        int n = problem.P.Length;
        if (n == 0 || problem.Q.Length != n * n)
            return Text($"Q has {problem.Q.Length} elements and p {n}; Q must have n² and p n ≥ 1.");
        if (problem.Constraints.Variables != n)
            return Text($"The constraints are over {problem.Constraints.Variables} variables, the cost over {n}.");
        return FirstNotFinite("p", problem.P) ?? QuadraticFault(problem.Q, n) ?? RowFault(problem.Constraints);
    }

    private static string? QuadraticFault(double[] q, int n)
    {
        double largest = 0, asymmetry = 0;
        bool finite = true;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = q[(i * n) + j], mirrored = q[(j * n) + i];
                finite &= double.IsFinite(value) & double.IsFinite(mirrored);
                largest = Math.Max(largest, Math.Abs(value));
                asymmetry = Math.Max(asymmetry, Math.Abs(value - mirrored));
            }
        }
        if (!finite)
            return FirstNotFinite("Q", q);
        return asymmetry > SymmetryTolerance * largest ? Text($"Q is not symmetric: elements across the diagonal differ by up to {asymmetry:G3}.") : null;
    }

    private static string? RowFault(Constraints.LinearConstraints constraints)
    {
        if (FirstNotFinite("G", constraints.Matrix.Values) is { } fault)
            return fault;
        for (int r = 0; r < constraints.Rows; r++)
        {
            (double lower, double upper) = (constraints.Lower[r], constraints.Upper[r]);
            if (double.IsNaN(lower) || double.IsNaN(upper))
                return Text($"A bound of row {r} is not a number.");
            if (lower > upper || double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
                return Text($"The bounds of row {r} are crossed: lower {lower}, upper {upper}.");
        }
        return null;
    }

    private static string? FirstNotFinite(string name, double[] values)
    {
        int place = Array.FindIndex(values, v => !double.IsFinite(v));
        return place < 0 ? null : Text($"Element {place} of {name} is {values[place]}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
