using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// When the exact finish is worth a try: once few rows gain or lose their multiplier from one look to the next, or after
/// many steps. After a try that failed, the steps go on for as long again as they have until then.
/// </summary>
internal sealed unsafe class Settling
{
    /// <summary>The share of the rows with a multiplier that may still change.</summary>
    private const double Restless = 1.0 / 16;

    private const int AlwaysFew = 2;

    /// <summary>After so many steps a try is worth it whatever the rows do.</summary>
    private const int LongEnough = 100;

    private sbyte[] sides = [];
    private int next;

    /// <summary>Begins with no row.</summary>
    internal void Start(DenseQp qp)
    {
        if (sides.Length < qp.Rows)
            sides = new sbyte[qp.Rows];
        Array.Clear(sides);
        next = 0;
    }

    /// <summary>Looks at the signs of y. Returns whether a try is due.</summary>
    internal bool Look(DenseQp qp, double* y, int iteration)
    {
        int changes = 0, members = 0;
        for (int r = 0; r < qp.Rows; r++)
        {
            sbyte side = (sbyte)(y[r] > 0 ? 1 : y[r] < 0 ? -1 : 0);
            changes += side != sides[r] ? 1 : 0;
            members += side != 0 ? 1 : 0;
            sides[r] = side;
        }
        if (iteration < next || (iteration < LongEnough && changes > AlwaysFew + (Restless * members)))
            return false;
        next = 2 * iteration;
        return true;
    }
}
