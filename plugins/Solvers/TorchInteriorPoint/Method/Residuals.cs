using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>By how much a point misses the optimality conditions Qx + p + Gᵀy = 0, sign · g x + s = bound, s·z = 0.</summary>
/// <param name="Dual">[B, n] Qx + p + Gᵀy.</param>
/// <param name="Faces">[B, 2, m] sign · g x + s − bound.</param>
/// <param name="Equalities">[B, m] g x − bound.</param>
/// <param name="Complementarity">[B] the mean of s·z.</param>
/// <param name="Largest">[B] the largest relative residual: primal, dual, gap. Not a number once a problem has broken down.</param>
internal sealed record Residuals(Tensor Dual, Tensor Faces, Tensor Equalities, Tensor Complementarity, Tensor Largest)
{
    private const double Smallest = double.Epsilon;

    internal static Residuals Of(ProblemBatch batch, Iterate iterate)
    {
        Tensor products = Batched.Product(batch.G, iterate.X), sided = batch.OfFaces(products).masked_fill(batch.Absent, 0);
        Tensor faces = (sided + iterate.S - batch.Bounds).masked_fill(batch.Absent, 0);
        Tensor equal = products.masked_fill(batch.IsEquality.logical_not(), 0), equalities = equal - batch.EqualBounds;
        Tensor force = Batched.Product(batch.Q, iterate.X);
        Tensor dual = force + batch.P + Batched.Product(batch.G.transpose(1, 2), batch.OfRows(iterate.Z) + iterate.V);
        Tensor gap = Batched.Total((iterate.S * iterate.Z).masked_fill(batch.Absent, 0));
        Tensor primalScale = LargestOf(sided, batch.Bounds, equal, batch.EqualBounds);
        Tensor objective = Batched.Total(iterate.X * force).abs() + Batched.Total(iterate.X * batch.P).abs();
        Tensor largest = maximum(
            maximum(LargestOf(faces, equalities) / primalScale.clamp_min(Smallest), Batched.Largest(dual) / LargestOf(force, batch.P).clamp_min(Smallest)),
            gap / objective.clamp_min(Smallest));
        return new Residuals(dual, faces, equalities, gap / batch.FaceCounts, largest);
    }

    private static Tensor LargestOf(params ReadOnlySpan<Tensor> parts)
    {
        Tensor largest = Batched.Largest(parts[0]);
        foreach (Tensor part in parts[1..])
            largest = maximum(largest, Batched.Largest(part));
        return largest;
    }
}
