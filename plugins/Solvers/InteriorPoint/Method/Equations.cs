using DiffOG.Solvers.InteriorPoint.Numerics;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Rows with equal bounds: g x = bound, with a free multiplier v. Newton's equation is slightly regularised,
/// g dx − δ dv = −r, hence dv = (g dx + r) / δ and a weight of 1 / δ: rows may depend on each other. r is measured anew at
/// every step, so δ slows the multipliers' convergence but does not change where they go.
/// </summary>
internal sealed unsafe class Equations
{
    private const double Regularisation = 1e-8;

    private int[] members = [];
    private double[] multiplier = [], step = [], residual = [];

    /// <summary>How many.</summary>
    internal int Count { get; private set; }

    /// <summary>The largest absolute residual.</summary>
    internal double LargestResidual { get; private set; }

    /// <summary>Begins with multipliers of zero.</summary>
    internal void Start(Problem problem)
    {
        Scaling.Grow(ref members, problem.Slots);
        Count = 0;
        for (int slot = 0; slot < problem.Slots; slot++)
        {
            if (problem.IsEquation(slot))
                members[Count++] = slot;
        }
        Scaling.Grow(ref multiplier, Count);
        Scaling.Grow(ref step, Count);
        Scaling.Grow(ref residual, Count);
        Array.Clear(multiplier, 0, Count);
    }

    /// <summary>Measures the residuals at G x.</summary>
    internal void Evaluate(Problem problem, double* product)
    {
        LargestResidual = 0;
        for (int e = 0; e < Count; e++)
        {
            residual[e] = product[members[e]] - problem.Upper[members[e]];
            LargestResidual = Math.Max(LargestResidual, Math.Abs(residual[e]));
        }
    }

    /// <summary>target ← target + v.</summary>
    internal void AddMultipliers(double* target)
    {
        for (int e = 0; e < Count; e++)
            target[members[e]] += multiplier[e];
    }

    /// <summary>weights ← weights + 1/δ.</summary>
    internal void AddWeights(double* weights)
    {
        for (int e = 0; e < Count; e++)
            weights[members[e]] += 1 / Regularisation;
    }

    /// <summary>force ← force + (dv at dx = 0).</summary>
    internal void AddForce(double* force)
    {
        for (int e = 0; e < Count; e++)
            force[members[e]] += residual[e] / Regularisation;
    }

    /// <summary>The step that G dx implies.</summary>
    internal void Recover(double* productStep)
    {
        for (int e = 0; e < Count; e++)
            step[e] = (productStep[members[e]] + residual[e]) / Regularisation;
    }

    /// <summary>Goes a part of the step.</summary>
    internal void Advance(double part)
    {
        for (int e = 0; e < Count; e++)
            multiplier[e] += part * step[e];
    }
}
