namespace DiffOG.Constraints;

/// <summary>Rows of inequalities with one structure. A solver that knows the structure exploits it; every block can be written out as rows.</summary>
public abstract class ConstraintBlock
{
    private SparseRows? matrix;

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

    /// <summary>Who wrote the block, as messages name it; empty where nobody said. See <see cref="Named"/>.</summary>
    public string Source { get; private set; } = "";

    /// <summary>G of this block, row by row; written out when it is first asked for. Not to be changed: blocks may share it.</summary>
    public virtual SparseRows Matrix => matrix ??= WriteOut(); // Two threads may both write it, to the same values.

    /// <summary>The coefficients of one row, columns ascending.</summary>
    /// <param name="row">0 to m − 1.</param>
    public abstract IEnumerable<(int Column, double Value)> Row(int row);

    /// <summary>The same block, and who wrote it.</summary>
    /// <param name="source">A word or two: <c>sets[1] box</c>.</param>
    /// <returns>A copy that shares all arrays.</returns>
    public ConstraintBlock Named(string source)
    {
        var named = (ConstraintBlock)MemberwiseClone();
        named.Source = source;
        return named;
    }

    /// <summary>Writes <see cref="Matrix"/> out; from <see cref="Row"/>, where a structure knows no shorter way.</summary>
    protected virtual SparseRows WriteOut()
    {
        int[] starts = new int[Rows + 1];
        List<int> indices = [];
        List<double> values = [];
        for (int r = 0; r < Rows; r++)
        {
            foreach ((int column, double value) in Row(r))
            {
                indices.Add(column);
                values.Add(value);
            }
            starts[r + 1] = indices.Count;
        }
        return new SparseRows(Variables, starts, [.. indices], [.. values]);
    }

    /// <summary>Takes over the matrix and the source of a block that has the same rows.</summary>
    /// <param name="same">A block whose rows have the same coefficients.</param>
    private protected void Share(ConstraintBlock same) => (matrix, Source) = (same.Matrix, same.Source);
}
