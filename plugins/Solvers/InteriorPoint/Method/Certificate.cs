using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// Decides whether the inequalities can be satisfied at all, by minimising half the squared distance of G x to its
/// bounds with a semismooth Newton method. At the minimum y = G x − Π(G x) satisfies Gᵀy = 0; where y is not zero it
/// proves that no point is feasible, because yᵀ(G x) ≤ yᵀΠ − a sum of bounds − is less than zero for every feasible x.
/// </summary>
internal sealed unsafe class Certificate
{
    private const int Steps = 100, Halvings = 40, Sharpenings = 3;
    private const double Ridge = 1e-9;

    /// <summary>How much larger than the point found a feasible point would at least have to be.</summary>
    private const double ProofRadius = 1e6;

    private readonly NewtonMatrix matrix = new();
    private readonly PinnedBuffer variables = new(), rows = new();
    private Problem problem = null!;
    private int stride, slots;

    /// <summary>y of every slot, the largest element 1.</summary>
    internal double* Multipliers => rows.Start;

    private double* Product => rows.Start + slots;

    /// <summary>One where a row is violated.</summary>
    private double* Weights => rows.Start + (2 * slots);

    private double* Point => variables.Start;

    private double* Trial => variables.Start + stride;

    /// <summary>Gᵀy, or the Newton step.</summary>
    private double* Step => variables.Start + (2 * stride);

    /// <summary>Whether no point satisfies the inequalities; then <see cref="Multipliers"/> proves it.</summary>
    internal bool Proves(Problem of)
    {
        Begin(of);
        double distance = Distance(Point);
        for (int k = 0; k < Steps && distance > 0 && FindStep(); k++)
        {
            double next = Search(distance);
            if (!(next < distance))
                break;
            distance = next;
        }
        if (!(distance > 0 && double.IsFinite(distance)))
            return false;
        Sharpen();
        return IsProof();
    }

    /// <summary>From zero, not from the method's point: where there is no solution, that one runs away.</summary>
    private void Begin(Problem of)
    {
        problem = of;
        (stride, slots) = (of.Size + DenseCholesky.Block, of.Slots);
        variables.ReserveZeros(3 * stride);
        rows.ReserveZeros(3 * slots);
    }

    /// <summary>Half the squared distance; leaves y in <see cref="Multipliers"/>.</summary>
    private double Distance(double* x)
    {
        problem.Rows.Multiply(x, Product);
        double sum = 0;
        for (int i = 0; i < slots; i++)
        {
            double y = Math.Max(0, Product[i] - problem.Upper[i]) - Math.Max(0, problem.Lower[i] - Product[i]);
            Multipliers[i] = y;
            Weights[i] = y == 0 ? 0 : 1;
            sum += 0.5 * y * y;
        }
        return sum;
    }

    /// <summary>The step −(G_Vᵀ G_V + ridge · I)⁻¹ Gᵀy with V the violated rows. False: there is none.</summary>
    private bool FindStep()
    {
        VectorOps.Clear(Step, stride);
        problem.Rows.AddTransposed(Multipliers, Step);
        if (VectorOps.Largest(Step, problem.Size) == 0 || !matrix.FactorRows(problem, Weights, Ridge))
            return false;
        matrix.Solve(Step);
        VectorOps.Scale(Step, -1, problem.Size);
        return true;
    }

    /// <summary>Halves the step until the distance falls; goes there.</summary>
    private double Search(double distance)
    {
        double step = 1;
        for (int k = 0; k < Halvings; k++, step *= 0.5)
        {
            VectorOps.Copy(Trial, Point, problem.Size);
            VectorOps.AddScaled(Trial, step, Step, problem.Size);
            double reached = Distance(Trial);
            if (reached < distance)
            {
                VectorOps.Copy(Point, Trial, problem.Size);
                return reached;
            }
        }
        return Distance(Point);
    }

    /// <summary>Takes out of y what is left of Gᵀy, on y itself: as G x − Π(G x) it carries the rounding of a large x.</summary>
    private void Sharpen()
    {
        for (int k = 0; k < Sharpenings && FindStep(); k++)
        {
            problem.Rows.Multiply(Step, Product);
            for (int i = 0; i < slots; i++)
            {
                double y = Multipliers[i];
                if (y != 0)
                    Multipliers[i] = Math.Sign(y) * Math.Max(0, Math.Abs(y) + (Math.Sign(y) * Product[i]));
            }
        }
    }

    /// <summary>With e = Gᵀy, a feasible x satisfies eᵀx ≤ yᵀΠ(G x) of ours; that is negative, so |x| ≥ |yᵀΠ| / ‖e‖₁.</summary>
    private bool IsProof()
    {
        VectorOps.Clear(Step, stride);
        problem.Rows.AddTransposed(Multipliers, Step);
        (double bounds, double norm) = (0, 0);
        for (int i = 0; i < slots; i++)
        {
            if (Multipliers[i] != 0)
                bounds += Multipliers[i] * (Multipliers[i] > 0 ? problem.Upper[i] : problem.Lower[i]);
        }
        for (int i = 0; i < problem.Size; i++)
            norm += Math.Abs(Step[i]);
        VectorOps.Scale(Multipliers, 1 / VectorOps.Largest(Multipliers, slots), slots);
        return bounds < -ProofRadius * norm * Math.Max(VectorOps.Largest(Point, problem.Size), double.Epsilon);
    }
}
