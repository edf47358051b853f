using DiffOG.Constraints;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The problem as the method works on it: minimise ½ xᵀQx + pᵀx subject to faces sign · g x ≤ sign · bound and to rows
/// g x = bound. Cost and rows are scaled by powers of two, so that the mean diagonal of Q and the largest coefficient of
/// a row are near one and no number is rounded; x is not scaled. Q is padded with the identity.
/// </summary>
internal sealed unsafe class Problem
{
    private readonly PinnedBuffer quadratic = new(), linear = new();
    private double[] values = [], rowScale = [], faceSign = [], faceBound = [], equalBound = [];
    private int[] faceRow = [], equalRow = [];
    private SparseRows matrix = new(0, [0], [], []);

    /// <summary>n.</summary>
    internal int Variables { get; private set; }

    /// <summary>n, padded.</summary>
    internal int Size { get; private set; }

    /// <summary>From one column of Q to the next.</summary>
    internal int Leading { get; private set; }

    /// <summary>m.</summary>
    internal int Rows => matrix.Rows;

    /// <summary>Q [Size · Leading], both triangles.</summary>
    internal double* Q => quadratic.Start;

    /// <summary>p [Size].</summary>
    internal double* P => linear.Start;

    /// <summary>How many finite sides the inequalities have.</summary>
    internal int Faces { get; private set; }

    /// <summary>How many rows have equal bounds.</summary>
    internal int Equalities { get; private set; }

    /// <summary>What the cost was multiplied by.</summary>
    internal double CostScale { get; private set; }

    /// <summary>The original.</summary>
    internal QpProblem Original { get; private set; } = null!;

    internal int RowOfFace(int face) => faceRow[face];

    internal double SignOfFace(int face) => faceSign[face];

    /// <summary>sign · bound.</summary>
    internal double BoundOfFace(int face) => faceBound[face];

    internal int RowOfEquality(int equality) => equalRow[equality];

    internal double BoundOfEquality(int equality) => equalBound[equality];

    /// <summary>What a row was multiplied by.</summary>
    internal double ScaleOfRow(int row) => rowScale[row];

    internal double Lower(int row) => Original.Constraints.Lower[row] * rowScale[row];

    internal double Upper(int row) => Original.Constraints.Upper[row] * rowScale[row];

    /// <summary>Takes a checked problem.</summary>
    internal void Load(QpProblem problem)
    {
        Original = problem;
        Variables = problem.Variables;
        Size = DenseCholesky.Padded(Variables);
        Leading = DenseCholesky.LeadingDimension(Size);
        LoadCost(problem.Q, problem.P);
        LoadRows(problem.Constraints);
        LoadBounds();
    }

    /// <summary>g x of one row.</summary>
    internal double RowTimes(int row, double* x)
    {
        double sum = 0;
        for (int k = matrix.Starts[row]; k < matrix.Starts[row + 1]; k++)
            sum += values[k] * x[matrix.Indices[k]];
        return sum;
    }

    /// <summary>target ← target + factor · g of one row, entries <paramref name="stride"/> apart.</summary>
    internal void AddRow(int row, double factor, double* target, int stride = 1)
    {
        for (int k = matrix.Starts[row]; k < matrix.Starts[row + 1]; k++)
            target[(long)matrix.Indices[k] * stride] += factor * values[k];
    }

    /// <summary>The lower triangle of target ← target + weight · gᵀg, by columns.</summary>
    internal void AddOuterProduct(int row, double weight, double* target)
    {
        int end = matrix.Starts[row + 1];
        for (int k = matrix.Starts[row]; k < end; k++)
        {
            double* column = target + ((long)matrix.Indices[k] * Leading);
            double factor = weight * values[k];
            for (int l = k; l < end; l++)
                column[matrix.Indices[l]] += factor * values[l];
        }
    }

    private void LoadCost(double[] q, double[] p)
    {
        int n = Variables;
        double trace = 0;
        for (int i = 0; i < n; i++)
            trace += q[(i * n) + i];
        CostScale = PowerOfTwo(n / trace);
        double* target = quadratic.ReserveZeros(Size * Leading), shift = linear.ReserveZeros(Size);
        double half = 0.5 * CostScale;
        for (int i = 0; i < n; i++)
        {
            shift[i] = CostScale * p[i];
            for (int j = 0; j <= i; j++)
                target[((long)i * Leading) + j] = target[((long)j * Leading) + i] = half * (q[(i * n) + j] + q[(j * n) + i]);
        }
        for (int i = n; i < Size; i++)
            target[((long)i * Leading) + i] = 1;
    }

    private void LoadRows(LinearConstraints constraints)
    {
        matrix = constraints.Matrix;
        Grow(ref values, matrix.Values.Length);
        Grow(ref rowScale, matrix.Rows);
        for (int r = 0; r < matrix.Rows; r++)
        {
            double largest = 0;
            for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                largest = Math.Max(largest, Math.Abs(matrix.Values[k]));
            rowScale[r] = PowerOfTwo(1 / largest);
            for (int k = matrix.Starts[r]; k < matrix.Starts[r + 1]; k++)
                values[k] = rowScale[r] * matrix.Values[k];
        }
    }

    private void LoadBounds()
    {
        int rows = matrix.Rows;
        Grow(ref faceRow, 2 * rows);
        Grow(ref faceSign, 2 * rows);
        Grow(ref faceBound, 2 * rows);
        Grow(ref equalRow, rows);
        Grow(ref equalBound, rows);
        (Faces, Equalities) = (0, 0);
        for (int r = 0; r < rows; r++)
        {
            (double lower, double upper) = (Lower(r), Upper(r));
            if (lower == upper)
                (equalRow[Equalities], equalBound[Equalities++]) = (r, upper);
            else
            {
                if (double.IsFinite(upper))
                    (faceRow[Faces], faceSign[Faces], faceBound[Faces++]) = (r, 1, upper);
                if (double.IsFinite(lower))
                    (faceRow[Faces], faceSign[Faces], faceBound[Faces++]) = (r, -1, -lower);
            }
        }
    }

    private static double PowerOfTwo(double near) =>
        near > 0 && double.IsNormal(near) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(near), -500, 500)) : 1;

    private static void Grow<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            array = new T[size];
    }
}
