using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint.Method;

/// <summary>
/// The Newton system of the optimality conditions, reduced to x: (Q + Gᵀ W G) dx = rhs with W = z / s summed over both
/// faces of a row. Equalities enter with a slightly regularised dual, g dx − δ dv = −residual, hence the weight 1 / δ;
/// the residual is taken anew at every step, so that δ slows the multipliers' convergence but does not change where
/// they go.
/// </summary>
internal sealed class NewtonSystem
{
    private const double DualRegularisation = 1e-7;

    private readonly ProblemBatch batch;
    private readonly Iterate iterate;
    private readonly Residuals residuals;
    private readonly Tensor factors;

    /// <summary>Factors; a factorisation that fails touches its own problem only.</summary>
    internal NewtonSystem(ProblemBatch batch, Iterate iterate, Residuals residuals)
    {
        (this.batch, this.iterate, this.residuals) = (batch, iterate, residuals);
        Tensor ratios = (iterate.Z / iterate.S).masked_fill(batch.Absent, 0);
        Tensor weights = (ratios.select(1, 0) + ratios.select(1, 1)).masked_fill(batch.IsEquality, 1 / DualRegularisation);
        (factors, Tensor failures) = linalg.cholesky_ex(Batched.Weighted(batch.Q, batch.G, weights));
        Sound = failures == 0;
    }

    /// <summary>[B] false: the numbers of a problem have broken down.</summary>
    internal Tensor Sound { get; }

    /// <summary>The direction towards s·z = 0.</summary>
    internal Iterate Affine() => Towards(iterate.S * iterate.Z);

    /// <summary>The direction towards s·z = <paramref name="centre"/>, less the product of the affine direction's ds and dz that the linearisation left out.</summary>
    /// <param name="affine">The affine direction.</param>
    /// <param name="centre">[B].</param>
    internal Iterate Corrected(Iterate affine, Tensor centre) =>
        Refined(Towards((iterate.S * iterate.Z) + (affine.S * affine.Z) - Batched.Spread(centre, iterate.S)));

    /// <summary>
    /// The direction with z ds + s dz = −excess: the right side of dx, and what dx implies, ds = −residual − sign · g dx,
    /// dz = −(excess + z ds) / s, dv = (g dx + residual) / δ.
    /// </summary>
    private Iterate Towards(Tensor excess)
    {
        Tensor pulls = batch.OfRows(((iterate.Z * residuals.Faces) - excess) / iterate.S) + (residuals.Equalities / DualRegularisation);
        Tensor x = Batched.Solve(factors, (residuals.Dual + Batched.Product(batch.G.transpose(1, 2), pulls)).neg());
        Tensor products = Batched.Product(batch.G, x);
        Tensor s = (residuals.Faces + batch.OfFaces(products)).neg();
        Tensor z = (excess + (iterate.Z * s)).neg() / iterate.S;
        return new Iterate(x, s, z, OfEqualities(products + residuals.Equalities));
    }

    /// <summary>Weights of 1e15 amplify rounding: what a direction leaves of Q dx + Gᵀdy = −dual is solved for once more. Near the end that decides how near a point can come.</summary>
    private Iterate Refined(Iterate direction)
    {
        Tensor pull = Batched.Product(batch.G.transpose(1, 2), batch.OfRows(direction.Z) + direction.V);
        Tensor x = Batched.Solve(factors, (residuals.Dual + Batched.Product(batch.Q, direction.X) + pull).neg());
        Tensor products = Batched.Product(batch.G, x), sided = batch.OfFaces(products);
        return new Iterate(direction.X + x, direction.S - sided, direction.Z + (iterate.Z * sided / iterate.S), direction.V + OfEqualities(products));
    }

    private Tensor OfEqualities(Tensor rows) => (rows / DualRegularisation).masked_fill(batch.IsEquality.logical_not(), 0);
}
