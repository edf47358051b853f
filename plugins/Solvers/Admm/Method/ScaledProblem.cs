using System.Runtime.InteropServices;
using DiffOG.Constraints;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// The problem as the method works on it: x = D x̂ with c·½ x̂ᵀDQD x̂ + c pᵀD x̂, rows E G D. D, E and c are powers of two,
/// so that no number is rounded, and follow from Q and G alone: a problem with the same Q and G as the one before, bit
/// for bit, keeps them and everything that was factored.
/// </summary>
internal sealed unsafe class ScaledProblem(int sweeps)
{
    private readonly Equilibration equilibration = new(sweeps);
    private double[] knownCost = [], knownValues = [];
    private bool known;

    /// <summary>The scaled program.</summary>
    internal DenseQp Qp { get; } = new();

    /// <summary>What was given.</summary>
    internal QpProblem Original { get; private set; } = null!;

    /// <summary>Whether Q and G are those of the problem that was loaded before.</summary>
    internal bool SameMatrices { get; private set; }

    /// <summary>c.</summary>
    internal double CostScale => equilibration.Cost;

    /// <summary>D of a variable.</summary>
    internal double ScaleOfVariable(int i) => equilibration.Variables[i];

    /// <summary>E of a row.</summary>
    internal double ScaleOfRow(int r) => equilibration.Rows[r];

    /// <summary>Takes a problem. Returns what is wrong with it, or null.</summary>
    internal string? Load(QpProblem problem)
    {
        Original = problem;
        SameMatrices = known && IsKnown(problem);
        if (!(SameMatrices && VectorsAreSound(problem)) && ProblemCheck.Fault(problem) is { } fault)
            return fault;
        if (!SameMatrices)
            LoadMatrices(problem);
        LoadVectors(problem);
        return null;
    }

    private bool IsKnown(QpProblem problem)
    {
        SparseRows rows = problem.Constraints.Matrix;
        return problem.Variables == Qp.Variables && problem.Constraints.Variables == Qp.Variables
            && problem.Q.Length == Qp.Variables * Qp.Variables && rows.Rows == Qp.Rows
            && rows.Starts.AsSpan().SequenceEqual(Qp.Starts) && rows.Indices.AsSpan(0, rows.Starts[^1]).SequenceEqual(Qp.Indices)
            && Bits(rows.Values, Qp.Entries).SequenceEqual(Bits(knownValues, Qp.Entries))
            && Bits(problem.Q, problem.Q.Length).SequenceEqual(Bits(knownCost, problem.Q.Length));
    }

    private static ReadOnlySpan<long> Bits(double[] values, int count) => MemoryMarshal.Cast<double, long>(values.AsSpan(0, count));

    private static bool VectorsAreSound(QpProblem problem)
    {
        (double[] lower, double[] upper) = (problem.Constraints.Lower, problem.Constraints.Upper);
        bool sound = true;
        foreach (double p in problem.P)
            sound &= double.IsFinite(p);
        for (int r = 0; r < lower.Length; r++)
            sound &= lower[r] <= upper[r] && lower[r] < double.PositiveInfinity && upper[r] > double.NegativeInfinity;
        return sound;
    }

    private void LoadMatrices(QpProblem problem)
    {
        SparseRows rows = problem.Constraints.Matrix;
        known = false;
        Qp.Reserve(problem.Variables, rows);
        Qp.SetCost(problem.Q);
        rows.Values.AsSpan(0, Qp.Entries).CopyTo(new Span<double>(Qp.Values, Qp.Entries));
        equilibration.Apply(Qp);
        Keep(ref knownCost, problem.Q, problem.Q.Length);
        Keep(ref knownValues, rows.Values, Qp.Entries);
        known = true;
    }

    private void LoadVectors(QpProblem problem)
    {
        (double[] lower, double[] upper) = (problem.Constraints.Lower, problem.Constraints.Upper);
        for (int i = 0; i < Qp.Variables; i++)
            Qp.P[i] = CostScale * equilibration.Variables[i] * problem.P[i];
        for (int r = 0; r < Qp.Rows; r++)
        {
            Qp.Lower[r] = equilibration.Rows[r] * lower[r];
            Qp.Upper[r] = equilibration.Rows[r] * upper[r];
        }
    }

    private static void Keep(ref double[] copy, double[] values, int count)
    {
        if (copy.Length < count)
            copy = new double[count];
        values.AsSpan(0, count).CopyTo(copy);
    }
}
