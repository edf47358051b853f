namespace DiffOG.Solvers.Kernels;

/// <summary>
/// The optimality conditions with the active rows A held: [Q Aᵀ; A 0] [x; y] = [b; c]. In w = Lᵀx, with u = L⁻¹b and
/// V = A L⁻ᵀ: (V Vᵀ) y = V u − c, w = u − Vᵀy. Refined against the true matrix until the residual stops falling, which
/// makes up for the δ of a semidefinite cost as well: a refinement leaves of an error the share δ / (δ + λ), λ the
/// curvature of the cost along the rows.
/// </summary>
public sealed unsafe class ActiveSystem
{
    /// <summary>Half a rounding.</summary>
    private const double RefinedEnough = 1.2e-16;
    private const int Refinements = 3, ShiftedRefinements = 20;

    private readonly PinnedBuffer force = new(), lifted = new(), levels = new(), point = new(), multipliers = new();
    private readonly PinnedBuffer stepX = new(), stepY = new(), remainderX = new(), remainderY = new(), product = new();
    private readonly PinnedBuffer[] ofMembers, ofVariables;

    /// <summary>Creates an empty one.</summary>
    public ActiveSystem() =>
        (ofMembers, ofVariables) = ([levels, multipliers, stepY, remainderY], [force, lifted, point, stepX, remainderX, product]);

    /// <summary>The factor of the cost.</summary>
    public CostFactor Cost { get; } = new();

    /// <summary>The members' factor.</summary>
    public ActiveFactor Factor { get; } = new();

    /// <summary>The members.</summary>
    public ActiveRows Rows { get; } = new();

    /// <summary>c, one number a member; to be written before solving.</summary>
    public double* Levels => levels.Start;

    /// <summary>u = L⁻¹b [Size].</summary>
    public double* Lifted => lifted.Start;

    /// <summary>x [Size].</summary>
    public double* X => point.Start;

    /// <summary>y, one number a member.</summary>
    public double* Multipliers => multipliers.Start;

    /// <summary>What <see cref="Refine"/> left: the larger of the largest element of b − Qx − Aᵀy, relative to the forces, and of c − A x, relative to x and c.</summary>
    public double Residual { get; private set; }

    /// <summary>Takes another cost or other rows.</summary>
    /// <param name="qp">The program.</param>
    /// <returns>False: the cost is not convex.</returns>
    public bool Begin(DenseQp qp)
    {
        int members = ActiveFactor.Most(qp);
        foreach (PinnedBuffer buffer in ofMembers)
            buffer.Reserve(members);
        foreach (PinnedBuffer buffer in ofVariables)
            buffer.Reserve(qp.Size);
        Factor.Begin(qp);
        return Cost.Factor(qp);
    }

    /// <summary>Takes b.</summary>
    /// <param name="b">[Size].</param>
    public void SetForce(ReadOnlySpan<double> b)
    {
        b.CopyTo(new Span<double>(force.Start, b.Length));
        b.CopyTo(new Span<double>(lifted.Start, b.Length));
        Cost.Forward(lifted.Start);
    }

    /// <summary>Factors the members; those that depend on others leave the set.</summary>
    /// <param name="qp">The program.</param>
    public void Build(DenseQp qp) => Factor.Build(qp, Cost, Rows);

    /// <summary>Adds a row as the last member, with the pivot that <see cref="ActiveFactor.Pivot"/> found.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="row">Not a member.</param>
    /// <param name="side">1 or −1.</param>
    /// <param name="pivot">Not zero.</param>
    /// <param name="multiplier">Its multiplier.</param>
    public void Append(DenseQp qp, int row, int side, double pivot, double multiplier)
    {
        Factor.Append(row, pivot);
        Multipliers[Rows.Count] = multiplier;
        Rows.Append(row, side);
        Levels[Rows.Count - 1] = Rows.Bound(qp, row);
    }

    /// <summary>Takes the k-th member out of the factor and of the rows.</summary>
    /// <param name="k">Its place.</param>
    public void RemoveAt(int k)
    {
        Factor.RemoveAt(k);
        Rows.RemoveAt(k);
    }

    /// <summary>Solves once for the multipliers alone.</summary>
    public void SolveMultipliers() => SolveMultipliers(Lifted, Levels, Multipliers);

    /// <summary>Solves once.</summary>
    /// <param name="qp">The program.</param>
    public void Solve(DenseQp qp)
    {
        new ReadOnlySpan<double>(lifted.Start, qp.Size).CopyTo(new Span<double>(X, qp.Size));
        SolveLifted(X, Levels, Multipliers);
    }

    /// <summary>Refines the last solution.</summary>
    /// <param name="qp">The program.</param>
    public void Refine(DenseQp qp)
    {
        Residual = Remainder(qp);
        int most = Cost.IsDefinite ? Refinements : ShiftedRefinements;
        for (int k = 0; k < most && Residual > RefinedEnough; k++)
        {
            double before = Residual;
            new ReadOnlySpan<double>(remainderX.Start, qp.Size).CopyTo(new Span<double>(stepX.Start, qp.Size));
            Cost.Forward(stepX.Start);
            SolveLifted(stepX.Start, remainderY.Start, stepY.Start);
            Step(qp, 1);
            Residual = Remainder(qp);
            if (!(Residual < before))
            {
                Step(qp, -1);
                Residual = before;
            }
            if (!(Residual < 0.1 * before))
                break;
        }
    }

    /// <summary>From u and c to y, and to x in the place of u.</summary>
    private void SolveLifted(double* u, double* c, double* y)
    {
        SolveMultipliers(u, c, y);
        Factor.SubtractImages(Cost, y, u);
        Cost.Backward(u);
    }

    private void SolveMultipliers(double* u, double* c, double* y)
    {
        Factor.Overlap(Cost, u, y);
        for (int k = 0; k < Factor.Count; k++)
            y[k] -= c[k];
        Factor.Solve(y);
    }

    private void Step(DenseQp qp, double factor)
    {
        for (int i = 0; i < qp.Size; i++)
            X[i] += factor * stepX.Start[i];
        for (int k = 0; k < Factor.Count; k++)
            Multipliers[k] += factor * stepY.Start[k];
    }

    /// <summary>What is left of b and c; returns the largest element, relative to the numbers that it is a difference of.</summary>
    private double Remainder(DenseQp qp)
    {
        double* r = remainderX.Start, s = remainderY.Start, qx = product.Start;
        TriangularSolve.Multiply(qp.Q, qp.Size, qp.Leading, X, qx);
        for (int i = 0; i < qp.Size; i++)
            r[i] = force.Start[i] - qx[i];
        for (int k = 0; k < Factor.Count; k++)
        {
            qp.AddRow(Rows[k], -Multipliers[k], r);
            s[k] = Levels[k] - qp.RowTimes(Rows[k], X);
        }
        double forces = Math.Max(PaddedVectors.Largest(force.Start, qp.Size), PaddedVectors.Largest(Multipliers, Factor.Count));
        double reach = Math.Max(PaddedVectors.Largest(X, qp.Size), PaddedVectors.Largest(Levels, Factor.Count));
        return Math.Max(Share(PaddedVectors.Largest(r, qp.Size), Math.Max(forces, qp.LargestCost * reach)), Share(PaddedVectors.Largest(s, Factor.Count), reach));
    }

    private static double Share(double part, double whole) => part == 0 ? 0 : part / whole;
}
