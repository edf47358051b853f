namespace DiffOG.Solvers.Kernels;

/// <summary>A guess of the rows that hold with equality, and at which of their bounds. Rows with equal bounds always do.</summary>
public sealed unsafe class ActiveRows
{
    private sbyte[] side = [];
    private int[] members = [];
    private int rows;

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The k-th of them.</summary>
    public int this[int k] => members[k];

    /// <summary>1: at the upper bound, −1: at the lower one, 0: not active.</summary>
    /// <param name="row">Of all rows.</param>
    public int Side(int row) => side[row];

    /// <summary>The bound at which a member is held.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="row">A member.</param>
    public double Bound(DenseQp qp, int row) => side[row] > 0 ? qp.Upper[row] : qp.Lower[row];

    /// <summary>Changes one row without listing the members anew, which <see cref="Collect"/> does.</summary>
    /// <param name="row">Of all rows.</param>
    /// <param name="newSide">1, −1 or 0.</param>
    public void Set(int row, int newSide) => side[row] = (sbyte)newSide;

    /// <summary>Appends a member, whatever the order.</summary>
    /// <param name="row">Not a member yet.</param>
    /// <param name="newSide">1 or −1.</param>
    public void Append(int row, int newSide)
    {
        side[row] = (sbyte)newSide;
        members[Count++] = row;
    }

    /// <summary>Takes the k-th member out; the order of the others stays.</summary>
    /// <param name="k">Its place.</param>
    public void RemoveAt(int k)
    {
        side[members[k]] = 0;
        Count--;
        Array.Copy(members, k + 1, members, k, Count - k);
    }

    /// <summary>The rows with equal bounds alone.</summary>
    /// <param name="qp">The program.</param>
    public void Clear(DenseQp qp)
    {
        rows = qp.Rows;
        if (side.Length < rows)
            (side, members) = (new sbyte[rows], new int[rows]);
        for (int r = 0; r < rows; r++)
            side[r] = (sbyte)(qp.Lower[r] == qp.Upper[r] ? 1 : 0);
        Collect();
    }

    /// <summary>The rows with a multiplier, each at the bound that its sign pushes against.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="multipliers">[Rows].</param>
    public void Take(DenseQp qp, double* multipliers)
    {
        Clear(qp);
        for (int r = 0; r < rows; r++)
        {
            double y = multipliers[r];
            if (side[r] == 0 && y != 0 && double.IsFinite(y > 0 ? qp.Upper[r] : qp.Lower[r]))
                side[r] = (sbyte)(y > 0 ? 1 : -1);
        }
        Collect();
    }

    /// <summary>Lists the members in the order of the rows.</summary>
    public void Collect()
    {
        Count = 0;
        for (int r = 0; r < rows; r++)
        {
            if (side[r] != 0)
                members[Count++] = r;
        }
    }
}
