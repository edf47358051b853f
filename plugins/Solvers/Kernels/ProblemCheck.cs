using System.Globalization;
using System.Runtime.Intrinsics;
using DiffOG.Constraints;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>Finds what makes a problem no problem: sizes, numbers, bounds, symmetry. Allocates only where something is wrong.</summary>
public static class ProblemCheck
{
    /// <summary>A cost matrix that was made in single precision is symmetric up to its rounding.</summary>
    private const double SymmetryTolerance = 1e-6;
    private const int Block = 4;

    /// <summary>What is wrong and where; null when nothing is.</summary>
    /// <param name="problem">The problem.</param>
    public static string? Fault(QpProblem problem) => FaultBesideQ(problem) ?? FaultOfQ(problem);

    /// <summary>The same without looking at the elements of Q, O(n + m).</summary>
    /// <param name="problem">The problem.</param>
    public static string? FaultBesideQ(QpProblem problem)
    {
        int n = problem.P.Length;
        if (n == 0 || problem.Q.Length != n * n)
            return Text($"Q has {problem.Q.Length} elements and p {n}; Q must have n² and p n ≥ 1.");
        if (problem.Constraints.Variables != n)
            return Text($"The constraints are over {problem.Constraints.Variables} variables, the cost over {n}.");
        return FirstNotFinite("p", problem.P) ?? MatrixFault(problem.Constraints) ?? BoundFault(problem.Constraints);
    }

    /// <summary>Looks for elements of Q that are not finite, or differ from their mirror image, O(n²).</summary>
    /// <param name="problem">With sizes that fit.</param>
    public static string? FaultOfQ(QpProblem problem) => QuadraticFault(problem.Q, problem.P.Length);

    private static string? QuadraticFault(double[] q, int n)
    {
        (double asymmetry, double largest) = CompareWithTranspose(q, n);
        if (!double.IsFinite(asymmetry))
            return FirstNotFinite("Q", q) ?? Text($"Q is not symmetric: elements across the diagonal differ by {asymmetry}.");
        return asymmetry > SymmetryTolerance * largest ? Text($"Q is not symmetric: elements across the diagonal differ by up to {asymmetry:G3}.") : null;
    }

    /// <summary>
    /// The largest difference across the diagonal and the largest element. Every block of four by four is loaded once,
    /// together with its mirror image. An element that is not finite makes the first result NaN: zero times the
    /// difference, summed up, is not zero then.
    /// </summary>
    private static unsafe (double Asymmetry, double Largest) CompareWithTranspose(double[] q, int n)
    {
        Vector asymmetry = Vector.Zero, largest = Vector.Zero, poison = Vector.Zero;
        int whole = n & -Block;
        fixed (double* start = q)
        {
            for (int i = 0; i < whole; i += Block)
            {
                for (int j = 0; j <= i; j += Block)
                {
                    double* a = start + ((long)i * n) + j, b = start + ((long)j * n) + i;
                    Vector m0 = Vector256.Load(b), m1 = Vector256.Load(b + n), m2 = Vector256.Load(b + (2 * n)), m3 = Vector256.Load(b + (3 * n));
                    Vector low0 = Vectors.UnpackLow(m0, m1), high0 = Vectors.UnpackHigh(m0, m1), low1 = Vectors.UnpackLow(m2, m3), high1 = Vectors.UnpackHigh(m2, m3);
                    Vector v0 = Vector256.Load(a), v1 = Vector256.Load(a + n), v2 = Vector256.Load(a + (2 * n)), v3 = Vector256.Load(a + (3 * n));
                    largest = Vector256.MaxNative(largest, Vector256.MaxNative(Vector256.MaxNative(Vector256.Abs(v0), Vector256.Abs(v1)), Vector256.MaxNative(Vector256.Abs(v2), Vector256.Abs(v3))));
                    v0 -= Vectors.LowHalves(low0, low1);
                    v1 -= Vectors.LowHalves(high0, high1);
                    v2 -= Vectors.HighHalves(low0, low1);
                    v3 -= Vectors.HighHalves(high0, high1);
                    poison = Vector256.FusedMultiplyAdd((v0 + v1) + (v2 + v3), Vector.Zero, poison);
                    asymmetry = Vector256.MaxNative(asymmetry, Vector256.MaxNative(Vector256.MaxNative(Vector256.Abs(v0), Vector256.Abs(v1)), Vector256.MaxNative(Vector256.Abs(v2), Vector256.Abs(v3))));
                }
            }
        }
        (double rest, double restLargest) = CompareRows(q, n, whole);
        return (Math.Max(rest, Largest(asymmetry)) + Vector256.Sum(poison), Math.Max(restLargest, Largest(largest)));
    }

    /// <summary>The same for the last rows, which fill no block.</summary>
    private static (double Asymmetry, double Largest) CompareRows(double[] q, int n, int first)
    {
        double asymmetry = 0, largest = 0;
        for (int i = first; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = q[(i * n) + j], difference = value - q[(j * n) + i];
                asymmetry = Math.Max(asymmetry, Math.Abs(difference));
                largest = Math.Max(largest, Math.Abs(value));
            }
        }
        return (asymmetry, largest);
    }

    /// <summary>Only general rows have coefficients that somebody chose.</summary>
    private static string? MatrixFault(LinearConstraints constraints)
    {
        for (int b = 0; b < constraints.Blocks.Count; b++)
        {
            if (constraints.Blocks[b] is GeneralBlock general && FirstNotFinite("G", general.Matrix.Values) is { } fault)
                return fault;
        }
        return null;
    }

    private static string? BoundFault(LinearConstraints constraints)
    {
        double[] lower = constraints.Lower, upper = constraints.Upper;
        for (int r = 0; r < lower.Length; r++)
        {
            if (lower[r] <= upper[r] && lower[r] < double.PositiveInfinity && upper[r] > double.NegativeInfinity)
                continue;
            return double.IsNaN(lower[r]) || double.IsNaN(upper[r])
                ? Text($"A bound of row {r} is not a number.")
                : Text($"The bounds of row {r} are crossed: lower {lower[r]}, upper {upper[r]}.");
        }
        return null;
    }

    private static string? FirstNotFinite(string name, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                return Text($"Element {i} of {name} is {values[i]}.");
        }
        return null;
    }

    private static double Largest(Vector vector) => Math.Max(Math.Max(vector[0], vector[1]), Math.Max(vector[2], vector[3]));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
