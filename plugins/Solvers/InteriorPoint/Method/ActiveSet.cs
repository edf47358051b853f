namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>Which rows hold with equality, and at which of their bounds. Rows with equal bounds always do.</summary>
internal sealed class ActiveSet
{
    private sbyte[] side = [];
    private int[] members = [];
    private int rows;

    /// <summary>How many.</summary>
    internal int Count { get; private set; }

    /// <summary>The k-th of them.</summary>
    internal int Row(int k) => members[k];

    /// <summary>1: at the upper bound, −1: at the lower one, 0: not active.</summary>
    internal int Side(int row) => side[row];

    internal void Clear(Problem problem)
    {
        rows = problem.Rows;
        if (side.Length < rows)
            (side, members) = (new sbyte[rows], new int[rows]);
        Array.Clear(side, 0, rows);
        for (int e = 0; e < problem.Equalities; e++)
            side[problem.RowOfEquality(e)] = 1;
        Collect();
    }

    internal void Set(int row, int newSide) => side[row] = (sbyte)newSide;

    /// <summary>Lists the members after changes.</summary>
    internal void Collect()
    {
        Count = 0;
        for (int r = 0; r < rows; r++)
        {
            if (side[r] != 0)
                members[Count++] = r;
        }
    }

    /// <summary>The guess that an interior point suggests: a face is active when its multiplier exceeds its slack.</summary>
    internal void Guess(Problem problem, Iterate iterate)
    {
        Clear(problem);
        for (int f = 0; f < problem.Faces; f++)
        {
            int row = problem.RowOfFace(f);
            bool firstOrStronger = side[row] == 0 || iterate.Z[f] > iterate.Z[f - 1];
            if (iterate.Z[f] > iterate.S[f] && firstOrStronger)
                side[row] = (sbyte)problem.SignOfFace(f);
        }
        Collect();
    }

    /// <summary>The set that a solution ended on: multipliers outweigh the distance to their bound.</summary>
    /// <param name="problem">The problem that is solved, or whose gradients are wanted.</param>
    /// <param name="multipliers">[m].</param>
    /// <param name="product">[m] G x of the solution, or null to go by the multipliers alone.</param>
    internal void Take(Problem problem, double[] multipliers, double[]? product)
    {
        Clear(problem);
        for (int r = 0; r < rows; r++)
        {
            if (side[r] != 0 || multipliers[r] == 0)
                continue;
            double bound = multipliers[r] > 0 ? problem.Original.Constraints.Upper[r] : problem.Original.Constraints.Lower[r];
            if (double.IsFinite(bound) && (product is null || Math.Abs(bound - product[r]) < Math.Abs(multipliers[r])))
                side[r] = (sbyte)Math.Sign(multipliers[r]);
        }
        Collect();
    }
}
