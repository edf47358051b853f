using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>A point of the method, or a direction: x [B, n], slack s and multiplier z of every face [B, 2, m], multiplier v of every equality [B, m].</summary>
internal sealed record Iterate(Tensor X, Tensor S, Tensor Z, Tensor V)
{
    /// <summary>The share of the way to the border that is gone.</summary>
    private const double StepToBorder = 0.995;

    /// <summary>
    /// Begins at a point: slacks are the distances to the faces, but no smaller than a share of the largest violation or
    /// of the interval; multipliers of the size that pushes such a violation back. A point that violates nothing starts
    /// with multipliers of zero, and is the solution.
    /// </summary>
    /// <param name="batch">The problems.</param>
    /// <param name="x">[B, n] the minimum without inequalities.</param>
    internal static Iterate Start(ProblemBatch batch, Tensor x)
    {
        Tensor products = Batched.Product(batch.G, x);
        Tensor distances = (batch.Bounds - batch.OfFaces(products)).masked_fill(batch.Absent, 0);
        Tensor misses = (products - batch.EqualBounds).masked_fill(batch.IsEquality.logical_not(), 0);
        Tensor violation = maximum(distances.neg().flatten(1).amax([1]), Batched.Largest(misses)).reshape(-1, 1, 1);
        Tensor least = minimum(batch.Widths.unsqueeze(1) * 0.25, violation);
        Tensor slacks = maximum(distances, maximum(least, violation * 0.01));
        return new Iterate(x.clone(), slacks, (violation * 0.1).expand_as(slacks).clone(), zeros_like(misses));
    }

    /// <summary>The longest step, at most one, that keeps slacks and multipliers of a problem positive.</summary>
    /// <returns>[B].</returns>
    internal Tensor LongestStep(Iterate direction, Tensor absent) =>
        minimum(Reach(S, direction.S, absent), Reach(Z, direction.Z, absent)).clamp_max(1);

    /// <summary>The mean of s·z after a step.</summary>
    /// <param name="batch">The problems.</param>
    /// <param name="direction">Where to.</param>
    /// <param name="step">[B] how far.</param>
    /// <returns>[B].</returns>
    internal Tensor ComplementarityAfter(ProblemBatch batch, Iterate direction, Tensor step)
    {
        Tensor far = Batched.Spread(step, S), products = (S + (far * direction.S)) * (Z + (far * direction.Z));
        return Batched.Total(products.masked_fill(batch.Absent, 0)) / batch.FaceCounts;
    }

    /// <summary>Goes along the direction, never quite to the border, and only where told; all in place.</summary>
    /// <param name="direction">Where to.</param>
    /// <param name="longest">[B] from <see cref="LongestStep"/>.</param>
    /// <param name="moves">[B] which problems go.</param>
    internal void Advance(Iterate direction, Tensor longest, Tensor moves)
    {
        Tensor step = where(longest < 1, longest * StepToBorder, longest);
        Tensor Ahead(Tensor value, Tensor towards) => value + (Batched.Spread(step, value) * towards);
        Take(new Iterate(Ahead(X, direction.X), Ahead(S, direction.S), Ahead(Z, direction.Z), Ahead(V, direction.V)), moves);
    }

    /// <summary>Becomes another point where told, in place. What is not taken may be anything, also not a number.</summary>
    /// <param name="other">The point.</param>
    /// <param name="which">[B] which problems.</param>
    internal void Take(Iterate other, Tensor which)
    {
        foreach ((Tensor mine, Tensor theirs) in new[] { (X, other.X), (S, other.S), (Z, other.Z), (V, other.V) })
            mine.copy_(where(Batched.Spread(which, mine), theirs, mine));
    }

    internal Iterate Copy() => new(X.clone(), S.clone(), Z.clone(), V.clone());

    private static Tensor Reach(Tensor values, Tensor steps, Tensor absent) =>
        (values / steps).neg().masked_fill((steps >= 0).logical_or(absent), double.PositiveInfinity).flatten(1).amin([1]);
}
