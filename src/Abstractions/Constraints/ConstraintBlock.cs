namespace DiffOG.Constraints;

/// <summary>Rows of inequalities with one structure. A solver that knows the structure exploits it; every block can be written out as rows.</summary>
public abstract class ConstraintBlock
{
    /// <summary>Creates a block.</summary>
    /// <param name="variables">n.</param>
    /// <param name="rowLower">[m] lower bounds of G x; −∞ where there is none.</param>
    /// <param name="rowUpper">[m] upper bounds of G x; +∞ where there is none.</param>
    protected ConstraintBlock(int variables, double[] rowLower, double[] rowUpper)
    {
        if (rowLower.Length != rowUpper.Length)
            throw new ArgumentException($"{rowLower.Length} lower and {rowUpper.Length} upper bounds.", nameof(rowLower));
        (Variables, RowLower, RowUpper) = (variables, rowLower, rowUpper);
    }

    /// <summary>n.</summary>
    public int Variables { get; }

    /// <summary>m.</summary>
    public int Rows => RowLower.Length;

    /// <summary>[m] lower bounds of G x.</summary>
    public double[] RowLower { get; }

    /// <summary>[m] upper bounds of G x.</summary>
    public double[] RowUpper { get; }

    /// <summary>The coefficients of one row, columns ascending.</summary>
    /// <param name="row">0 to m − 1.</param>
    public abstract IEnumerable<(int Column, double Value)> Row(int row);
}
