using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// A better guess for problems on which pivoting stalls: a few steps of Mehrotra's predictor–corrector method on the box
/// (SIAM J. Optim. 2, 1992), strictly inside it all the time, so that only the forces and the products of distances and
/// multipliers are driven to zero. With slack variables u − y and y − l, the Newton system is
/// (H + diag(zᵤ/(u − y) + zₗ/(y − l))) dy = −(H y + g) + σμ (1/(u − y) … − 1/(y − l)) − corrections.
/// </summary>
internal sealed unsafe class InteriorGuess
{
    private const double Inside = 0.25, Backoff = 0.995;

    private readonly PinnedBuffer matrix = new(), inverse = new(), step = new();
    private double[] upperDual = [], lowerDual = [], upperStep = [], lowerStep = [], upperTarget = [], lowerTarget = [];
    private int size, leading, sides;

    /// <summary>Iterates until the relative complementarity is below the tolerance, then reads the active set off: at a bound whose multiplier is larger than its distance. False: the numbers broke down.</summary>
    internal bool Run(BoxProblem box, Iterate iterate, double tolerance, ref Budget budget)
    {
        Begin(box, iterate);
        while (sides > 0)
        {
            iterate.Evaluate(box);
            double mean = Complementarity(box, iterate, 0) / sides;
            if (!double.IsFinite(mean))
                return false;
            if (mean <= tolerance * Math.Max(box.LargestForce, double.Epsilon) * Width(box) && Forces(box, iterate) <= tolerance * box.LargestForce)
                break;
            if (!budget.Take() || !Factor(box, iterate))
                return false;
            Direction(box, iterate, 0, corrected: false);
            double left = Complementarity(box, iterate, LongestStep(box, iterate)) / sides / mean;
            Direction(box, iterate, left * left * left * mean, corrected: true);
            Advance(box, iterate);
        }
        Guess(box, iterate);
        return true;
    }

    private void Begin(BoxProblem box, Iterate iterate)
    {
        int n = box.Variables;
        size = DenseCholesky.Padded(n);
        leading = DenseCholesky.LeadingDimension(size);
        matrix.Reserve(size * leading);
        inverse.Reserve(size);
        step.ReserveZeros(size);
        if (upperDual.Length < n)
        {
            (upperDual, lowerDual, upperStep) = (new double[n], new double[n], new double[n]);
            (lowerStep, upperTarget, lowerTarget) = (new double[n], new double[n], new double[n]);
        }
        double start = 0.1 * box.LargestForce;
        sides = 0;
        for (int i = 0; i < n; i++)
        {
            (double lower, double upper) = (box.Lower[i], box.Upper[i]);
            bool bounded = lower < upper;
            bool above = bounded && upper < double.PositiveInfinity, below = bounded && lower > double.NegativeInfinity;
            iterate.Y[i] = StartInside(iterate.Y[i], lower, upper);
            (upperDual[i], lowerDual[i]) = (above ? start : 0, below ? start : 0);
            sides += (above ? 1 : 0) + (below ? 1 : 0);
        }
    }

    private static double StartInside(double y, double lower, double upper)
    {
        double room = upper - lower;
        double margin = Inside * (double.IsInfinity(room) ? Math.Max(1, Math.Abs(y)) : room);
        return room == 0 ? lower : Math.Max(lower + margin, Math.Min(upper - margin, y));
    }

    /// <summary>The mean room between two finite bounds, the scale of distances.</summary>
    private static double Width(BoxProblem box)
    {
        (double sum, int count) = (0, 0);
        for (int i = 0; i < box.Variables; i++)
        {
            double room = box.Upper[i] - box.Lower[i];
            if (room > 0 && double.IsFinite(room))
                (sum, count) = (sum + room, count + 1);
        }
        return count == 0 ? 1 : sum / count;
    }

    /// <summary>The largest element of H y + g + zᵤ − zₗ of variables that may move.</summary>
    private double Forces(BoxProblem box, Iterate iterate)
    {
        double largest = 0;
        for (int i = 0; i < box.Variables; i++)
        {
            if (!box.IsFixed(i))
                largest = Math.Max(largest, Math.Abs(iterate.Gradient[i] + upperDual[i] - lowerDual[i]));
        }
        return largest;
    }

    /// <summary>The sum of distance times multiplier, after a step of some length.</summary>
    private double Complementarity(BoxProblem box, Iterate iterate, double length)
    {
        double sum = 0;
        for (int i = 0; i < box.Variables; i++)
        {
            double y = iterate.Y[i] + (length == 0 ? 0 : length * step.Start[i]);
            if (upperDual[i] > 0)
                sum += (box.Upper[i] - y) * (upperDual[i] + (length == 0 ? 0 : length * upperStep[i]));
            if (lowerDual[i] > 0)
                sum += (y - box.Lower[i]) * (lowerDual[i] + (length == 0 ? 0 : length * lowerStep[i]));
        }
        return sum;
    }

    private bool Factor(BoxProblem box, Iterate iterate)
    {
        double* target = matrix.Start;
        for (int j = 0; j < size; j++, target += leading)
        {
            new ReadOnlySpan<double>(box.Row(j) + j, size - j).CopyTo(new Span<double>(target + j, size - j));
            if (j >= box.Variables)
                target[j] = 1;
            else if (box.IsFixed(j))
                Detach(j);
            else
                target[j] += Weight(box, iterate, j);
        }
        return DenseCholesky.Factor(matrix.Start, size, size, leading, inverse.Start, 0) < 0;
    }

    private double Weight(BoxProblem box, Iterate iterate, int i) =>
        (upperDual[i] > 0 ? upperDual[i] / (box.Upper[i] - iterate.Y[i]) : 0) + (lowerDual[i] > 0 ? lowerDual[i] / (iterate.Y[i] - box.Lower[i]) : 0);

    /// <summary>Makes a variable that cannot move an equation of its own.</summary>
    private void Detach(int j)
    {
        for (int i = 0; i < j; i++)
            matrix.Start[((long)i * leading) + j] = 0;
        for (int i = j; i < size; i++)
            matrix.Start[((long)j * leading) + i] = i == j ? 1 : 0;
    }

    private void Direction(BoxProblem box, Iterate iterate, double centre, bool corrected)
    {
        double* d = step.Start;
        for (int i = 0; i < box.Variables; i++)
        {
            double correction = corrected ? d[i] : 0;
            upperTarget[i] = centre + (correction * (corrected ? upperStep[i] : 0));
            lowerTarget[i] = centre - (correction * (corrected ? lowerStep[i] : 0));
            double pull = iterate.Gradient[i];
            if (upperDual[i] > 0)
                pull += upperTarget[i] / (box.Upper[i] - iterate.Y[i]);
            if (lowerDual[i] > 0)
                pull -= lowerTarget[i] / (iterate.Y[i] - box.Lower[i]);
            d[i] = box.IsFixed(i) ? 0 : -pull;
        }
        for (int i = box.Variables; i < size; i++)
            d[i] = 0;
        TriangularSolve.Forward(matrix.Start, size, leading, inverse.Start, d);
        TriangularSolve.Backward(matrix.Start, size, leading, inverse.Start, d);
        for (int i = 0; i < box.Variables; i++)
        {
            if (upperDual[i] > 0)
                upperStep[i] = -upperDual[i] + ((upperTarget[i] + (upperDual[i] * d[i])) / (box.Upper[i] - iterate.Y[i]));
            if (lowerDual[i] > 0)
                lowerStep[i] = -lowerDual[i] + ((lowerTarget[i] - (lowerDual[i] * d[i])) / (iterate.Y[i] - box.Lower[i]));
        }
    }

    private double LongestStep(BoxProblem box, Iterate iterate)
    {
        double longest = 1;
        for (int i = 0; i < box.Variables; i++)
        {
            double d = step.Start[i];
            if (upperDual[i] > 0)
            {
                longest = d > 0 ? Math.Min(longest, (box.Upper[i] - iterate.Y[i]) / d) : longest;
                longest = upperStep[i] < 0 ? Math.Min(longest, -upperDual[i] / upperStep[i]) : longest;
            }
            if (lowerDual[i] > 0)
            {
                longest = d < 0 ? Math.Min(longest, (box.Lower[i] - iterate.Y[i]) / d) : longest;
                longest = lowerStep[i] < 0 ? Math.Min(longest, -lowerDual[i] / lowerStep[i]) : longest;
            }
        }
        return longest;
    }

    private void Advance(BoxProblem box, Iterate iterate)
    {
        double longest = LongestStep(box, iterate), length = Math.Min(1, Backoff * longest);
        for (int i = 0; i < box.Variables; i++)
        {
            iterate.Y[i] += length * step.Start[i];
            if (upperDual[i] > 0)
                upperDual[i] = Math.Max(upperDual[i] + (length * upperStep[i]), double.Epsilon);
            if (lowerDual[i] > 0)
                lowerDual[i] = Math.Max(lowerDual[i] + (length * lowerStep[i]), double.Epsilon);
        }
    }

    private void Guess(BoxProblem box, Iterate iterate)
    {
        double scale = Width(box) / Math.Max(box.LargestForce, double.Epsilon);
        for (int i = 0; i < box.Variables; i++)
        {
            bool above = upperDual[i] * scale > box.Upper[i] - iterate.Y[i], below = lowerDual[i] * scale > iterate.Y[i] - box.Lower[i];
            iterate.Side[i] = box.IsFixed(i) || above ? (sbyte)1 : below ? (sbyte)-1 : (sbyte)0;
        }
    }
}
