using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// Which problems still move, and how near each has come. One that has come to its end is frozen, whatever its
/// neighbours do. Near the end rounding grows with z / s, so that a step can lead away again: the best point counts.
/// </summary>
internal sealed class Progress
{
    /// <summary>How far below the tolerance a problem goes on as long as it gets nearer: the clearer is its active set.</summary>
    private const double Goal = 1e-4;

    /// <summary>A problem whose residual has not fallen by a tenth in so many steps gets no further.</summary>
    private const int Patience = 12;
    private const double Fall = 0.9, ShortestStep = 1e-10;

    private readonly double tolerance;
    private readonly Tensor least, waiting;

    /// <param name="start">Where all begin.</param>
    /// <param name="sound">[B] problems that may start.</param>
    /// <param name="tolerance">The largest residual of one that has converged.</param>
    internal Progress(Iterate start, Tensor sound, double tolerance)
    {
        this.tolerance = tolerance;
        Running = sound.clone();
        Best = start.Copy();
        Steps = zeros_like(sound, ScalarType.Float64);
        least = full_like(Steps, double.PositiveInfinity);
        waiting = zeros_like(Steps);
    }

    /// <summary>[B] still on the way.</summary>
    internal Tensor Running { get; }

    /// <summary>The points with the smallest residuals so far.</summary>
    internal Iterate Best { get; }

    /// <summary>[B] steps gone.</summary>
    internal Tensor Steps { get; }

    /// <summary>Stops problems that have converged, have broken down, or get no further. False: none is left.</summary>
    /// <param name="iterate">Where they are.</param>
    /// <param name="residuals">[B] the largest of every problem.</param>
    internal bool Goes(Iterate iterate, Tensor residuals)
    {
        Tensor clearly = residuals < least * Fall, nearer = Running.logical_and(residuals < least);
        waiting.copy_((waiting + 1).masked_fill(clearly, 0));
        least.copy_(where(nearer, residuals, least));
        Best.Take(iterate, nearer);
        Tensor arrived = (residuals <= Goal * tolerance).logical_or((least <= tolerance).logical_and(clearly.logical_not()));
        Running.copy_(Running.logical_and(arrived.logical_not()).logical_and(residuals.isfinite()).logical_and(waiting < Patience));
        return Running.any().item<bool>();
    }

    /// <summary>Which problems take this step; the others stop for good.</summary>
    /// <param name="sound">[B] their systems could be factored.</param>
    /// <param name="longest">[B] how far they may go.</param>
    /// <param name="direction">Where to.</param>
    internal Tensor Taking(Tensor sound, Tensor longest, Iterate direction)
    {
        Tensor finite = Batched.Total(direction.X).isfinite();
        Running.copy_(Running.logical_and(sound).logical_and(longest > ShortestStep).logical_and(finite));
        Steps.copy_(Steps + Running.to(ScalarType.Float64));
        return Running;
    }
}
