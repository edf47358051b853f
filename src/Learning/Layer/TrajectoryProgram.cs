using System.Numerics;
using System.Runtime.InteropServices;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Refiners;
using DiffOG.Solvers;

namespace DiffOG.Learning.Layer;

/// <summary>
/// The quadratic program of the DiffOG layer (arXiv 2504.13807, section III): assembles it from a cost matrix Q and a
/// chunk a, and pulls gradients of the program back to Q and a. With Q̂ = Q + λ AᵀA the linear term is −a
/// (<see cref="LayerObjective.Linear"/>) or −Q a (<see cref="LayerObjective.Tracking"/>). Pure arithmetic on arrays:
/// training and the control loop share it. Safe from several threads.
/// </summary>
public sealed class TrajectoryProgram
{
    private readonly int[] smoothed;

    /// <summary>Creates the program of one chunk shape.</summary>
    /// <param name="settings">Objective, λ and the dimensions in A.</param>
    /// <param name="steps">T.</param>
    /// <param name="dimensions">D.</param>
    /// <exception cref="DiffOGException">DOG1850: λ is negative or not finite, or a smoothed dimension does not exist or is listed twice.</exception>
    public TrajectoryProgram(LayerSettings settings, int steps, int dimensions)
    {
        Check(settings, dimensions);
        (Settings, Steps, Dimensions) = (settings, steps, dimensions);
        smoothed = [.. settings.Smoothed];
    }

    /// <summary>What is minimised.</summary>
    public LayerSettings Settings { get; }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>D.</summary>
    public int Dimensions { get; }

    /// <summary>n = T·D.</summary>
    public int Variables => Steps * Dimensions;

    /// <summary>Assembles the program of one chunk; nothing that is passed in is kept but the constraints.</summary>
    /// <param name="cost">[n·n] Q, symmetric positive definite.</param>
    /// <param name="chunk">[n] a, normalised, time-major.</param>
    /// <param name="constraints">The inequalities.</param>
    /// <exception cref="ArgumentException">A length is not n or n·n.</exception>
    public QpProblem Assemble(ReadOnlySpan<double> cost, ReadOnlySpan<double> chunk, LinearConstraints constraints)
    {
        int n = Variables;
        if (cost.Length != n * n || chunk.Length != n || constraints.Variables != n)
            throw new ArgumentException($"A chunk of {Steps} steps of {Dimensions} dimensions has {n} variables; found {chunk.Length} values, a cost of {cost.Length} and constraints over {constraints.Variables}.", nameof(chunk));
        var problem = new QpProblem(cost.ToArray(), new double[n], constraints) { Definite = true };
        Complete(problem, chunk);
        return problem;
    }

    /// <summary>Assembles the program of one chunk in place, O(n²) at most and without allocating: for control loops.</summary>
    /// <param name="problem">Its Q comes in as the cost [n·n] and becomes Q̂; its p is written.</param>
    /// <param name="chunk">[n] a, normalised, time-major.</param>
    /// <exception cref="ArgumentException">A length is not n or n·n.</exception>
    public void Complete(QpProblem problem, ReadOnlySpan<double> chunk)
    {
        if (problem.Q.Length != Variables * Variables || problem.P.Length != Variables || chunk.Length != Variables)
            throw new ArgumentException($"A chunk of {Steps} steps of {Dimensions} dimensions has {Variables} variables; found {chunk.Length} values for a problem of {problem.P.Length} with a cost of {problem.Q.Length}.", nameof(chunk));
        if (Settings.Objective == LayerObjective.Tracking)
            Multiply(problem.Q, chunk, problem.P);
        else
            chunk.CopyTo(problem.P);
        for (int i = 0; i < chunk.Length; i++)
            problem.P[i] = -problem.P[i];
        AddSmoothing(problem.Q);
    }

    /// <summary>
    /// The gradients of Q and a from those of the program. Linear: dQ = dQ̂, da = −dp. Tracking adds what flows through
    /// p = −Q a: dQ −= ½ (dp aᵀ + a dpᵀ), da = −Q dp.
    /// </summary>
    /// <param name="problem">What <see cref="Assemble"/> returned for the chunk.</param>
    /// <param name="chunk">[n] a.</param>
    /// <param name="gradient">The gradient of the program's inputs.</param>
    public ProgramGradient PullBack(QpProblem problem, ReadOnlySpan<double> chunk, QpGradient gradient)
    {
        var pulled = new ProgramGradient(new double[Variables * Variables], new double[Variables]);
        PullBack(problem, chunk, gradient, pulled.Cost, pulled.Chunk);
        return pulled;
    }

    /// <summary>As the other overload, into places of the caller's.</summary>
    /// <param name="problem">What <see cref="Assemble"/> returned for the chunk.</param>
    /// <param name="chunk">[n] a.</param>
    /// <param name="gradient">The gradient of the program's inputs.</param>
    /// <param name="toCost">[n·n] receives dL/dQ.</param>
    /// <param name="toChunk">[n] receives dL/da.</param>
    public void PullBack(QpProblem problem, ReadOnlySpan<double> chunk, QpGradient gradient, Span<double> toCost, Span<double> toChunk)
    {
        gradient.WriteQ(toCost);
        if (Settings.Objective == LayerObjective.Tracking)
        {
            Multiply(problem.Q, gradient.P, toChunk);
            SubtractSmoothing(gradient.P, toChunk);
            SubtractTracking(gradient.P, chunk, toCost);
        }
        else
            gradient.P.CopyTo(toChunk);
        for (int i = 0; i < toChunk.Length; i++)
            toChunk[i] = -toChunk[i];
    }

    /// <summary>matrix −= ½ (p aᵀ + a pᵀ).</summary>
    private static void SubtractTracking(double[] p, ReadOnlySpan<double> a, Span<double> matrix)
    {
        int n = a.Length;
        for (int i = 0; i < n; i++)
        {
            Span<double> row = matrix.Slice(i * n, n);
            (double halfP, double halfA) = (0.5 * p[i], 0.5 * a[i]);
            for (int j = 0; j < n; j++)
                row[j] -= (halfP * a[j]) + (halfA * p[j]);
        }
    }

    /// <summary>Adds λ AᵀA: per smoothed dimension the path graph's Laplacian, 1 2 … 2 1 on the diagonal and −1 beside it.</summary>
    private void AddSmoothing(double[] matrix)
    {
        int n = Variables;
        foreach (int d in smoothed)
        {
            for (int t = 1; t < Steps; t++)
            {
                int now = (t * Dimensions) + d, before = now - Dimensions;
                matrix[(now * n) + now] += Settings.SmoothWeight;
                matrix[(before * n) + before] += Settings.SmoothWeight;
                matrix[(now * n) + before] -= Settings.SmoothWeight;
                matrix[(before * n) + now] -= Settings.SmoothWeight;
            }
        }
    }

    /// <summary>result −= λ AᵀA vector.</summary>
    private void SubtractSmoothing(double[] vector, Span<double> result)
    {
        foreach (int d in smoothed)
        {
            for (int t = 1; t < Steps; t++)
            {
                int now = (t * Dimensions) + d, before = now - Dimensions;
                double pull = Settings.SmoothWeight * (vector[now] - vector[before]);
                result[now] -= pull;
                result[before] += pull;
            }
        }
    }

    private static void Multiply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> vector, Span<double> result)
    {
        int n = vector.Length;
        ReadOnlySpan<Vector<double>> factors = MemoryMarshal.Cast<double, Vector<double>>(vector);
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = matrix.Slice(i * n, n);
            ReadOnlySpan<Vector<double>> blocks = MemoryMarshal.Cast<double, Vector<double>>(row);
            Vector<double> sums = Vector<double>.Zero;
            for (int k = 0; k < factors.Length; k++)
                sums += blocks[k] * factors[k];
            double sum = Vector.Sum(sums);
            for (int j = factors.Length * Vector<double>.Count; j < n; j++)
                sum += row[j] * vector[j];
            result[i] = sum;
        }
    }

    private static void Check(LayerSettings settings, int dimensions)
    {
        if (!double.IsFinite(settings.SmoothWeight) || settings.SmoothWeight < 0)
            throw new DiffOGException("DOG1850", FormattableString.Invariant($"The layer's smooth weight is {settings.SmoothWeight}; it must be finite and not negative."), "Set layer.smoothWeight to zero or more.");
        int[] wrong = [.. settings.Smoothed.Where((d, i) => d < 0 || d >= dimensions || settings.Smoothed.Take(i).Contains(d))];
        if (wrong.Length > 0)
            throw new DiffOGException("DOG1850", $"The layer cannot smooth dimension {string.Join(", ", wrong)}: an action has {dimensions}, 0 to {dimensions - 1}, and each may be listed once.", "Correct the smoothed dimensions.");
    }
}

/// <summary>The gradient of a loss with respect to what a program was assembled from.</summary>
/// <param name="Cost">[n·n] dL/dQ, symmetric.</param>
/// <param name="Chunk">[n] dL/da through the linear term; what flows through Q is the projector's part.</param>
public sealed record ProgramGradient(double[] Cost, double[] Chunk);
