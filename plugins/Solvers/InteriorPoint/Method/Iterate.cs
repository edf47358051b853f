using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>A point of the method, and a direction from it: x, a slack s &gt; 0 and a multiplier z &gt; 0 of every face, a multiplier v of every equality.</summary>
internal sealed unsafe class Iterate
{
    /// <summary>The share of the way to the border that is gone.</summary>
    private const double StepToBorder = 0.995;

    private readonly PinnedBuffer point = new(), direction = new();

    internal double* X => point.Start;

    internal double* StepX => direction.Start;

    internal double[] S { get; private set; } = [];

    internal double[] Z { get; private set; } = [];

    internal double[] V { get; private set; } = [];

    internal double[] StepS { get; private set; } = [];

    internal double[] StepZ { get; private set; } = [];

    internal double[] StepV { get; private set; } = [];

    /// <summary>Begins at a point: slacks are the distances to the faces, but no smaller than a share of the largest violation or of the interval; multipliers of the size that pushes such a violation back.</summary>
    internal void Start(Problem problem, double* x, double largestViolation)
    {
        Reserve(problem);
        new ReadOnlySpan<double>(x, problem.Size).CopyTo(new Span<double>(X, problem.Size));
        for (int f = 0; f < problem.Faces; f++)
        {
            int row = problem.RowOfFace(f);
            double distance = problem.BoundOfFace(f) - (problem.SignOfFace(f) * problem.RowTimes(row, x));
            double width = problem.Upper(row) - problem.Lower(row);
            double least = double.IsFinite(width) ? Math.Min(0.25 * width, largestViolation) : largestViolation;
            S[f] = Math.Max(distance, Math.Max(least, 0.01 * largestViolation));
            Z[f] = 0.1 * largestViolation;
        }
        Array.Clear(V, 0, problem.Equalities);
    }

    /// <summary>The longest step, at most one, that keeps slacks and multipliers positive.</summary>
    internal double LongestStep(int faces)
    {
        double longest = 1;
        for (int f = 0; f < faces; f++)
        {
            if (StepS[f] < 0)
                longest = Math.Min(longest, -S[f] / StepS[f]);
            if (StepZ[f] < 0)
                longest = Math.Min(longest, -Z[f] / StepZ[f]);
        }
        return longest;
    }

    /// <summary>The mean of s·z.</summary>
    internal double Complementarity(int faces, double step = 0)
    {
        double sum = 0;
        for (int f = 0; f < faces; f++)
            sum += (S[f] + (step * StepS[f])) * (Z[f] + (step * StepZ[f]));
        return faces == 0 ? 0 : sum / faces;
    }

    /// <summary>Goes along the direction, never quite to the border. Returns the length gone.</summary>
    internal double Advance(Problem problem)
    {
        double longest = LongestStep(problem.Faces);
        double step = longest < 1 ? StepToBorder * longest : 1;
        for (int i = 0; i < problem.Size; i++)
            X[i] += step * StepX[i];
        for (int f = 0; f < problem.Faces; f++)
        {
            S[f] += step * StepS[f];
            Z[f] += step * StepZ[f];
        }
        for (int e = 0; e < problem.Equalities; e++)
            V[e] += step * StepV[e];
        return step;
    }

    private void Reserve(Problem problem)
    {
        point.ReserveZeros(problem.Size);
        direction.ReserveZeros(problem.Size);
        if (S.Length < problem.Faces)
            (S, Z, StepS, StepZ) = (new double[problem.Faces], new double[problem.Faces], new double[problem.Faces], new double[problem.Faces]);
        if (V.Length < problem.Equalities)
            (V, StepV) = (new double[problem.Equalities], new double[problem.Equalities]);
    }
}
