using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// M Mᵀ = V Vᵀ for the images V of the active rows. The row of a new member is M⁻¹ V v, its pivot what is left of |v|²; a
/// row without a pivot depends on the members. Taking a member out leaves a column too many, which plane rotations remove.
/// Rows that were never rotated depend on the members up to theirs alone, so they are kept when another set begins with
/// the same members. M stands by columns; below and right of the last member it is filled up with the identity to a
/// multiple of four.
/// </summary>
public sealed unsafe class ActiveFactor
{
    /// <summary>A share that no dependent row reaches, unless the members are nearly dependent.</summary>
    public const double CarefulPivot = 1e-14;

    /// <summary>A share that rows of their own exceed, even along the softest directions of the cost.</summary>
    public const double LeastPivot = 1e-18;

    /// <summary>Below this share of |v|² a pivot is worked out without cancellation.</summary>
    private const double CancelledPivot = 1e-6;

    private const int Block = DenseCholesky.Block;

    private readonly PinnedBuffer triangle = new(), inverse = new(), reduced = new(), carried = new(), rest = new();
    private int[] members = [];
    private int size, leading, most, kept;
    private double smallestPivot = CarefulPivot;

    /// <summary>
    /// The share of |v|² that a pivot must exceed, or the row counts as dependent. Rows that hardly differ where the cost
    /// is soft have true pivots as small as those that rounding leaves of dependent ones, once the members themselves are
    /// badly conditioned. Changing it forgets the members.
    /// </summary>
    public double SmallestPivot
    {
        get => smallestPivot;
        set
        {
            if (value != smallestPivot)
                (smallestPivot, Count, kept) = (value, 0, 0);
        }
    }

    /// <summary>How many members are factored.</summary>
    public int Count { get; private set; }

    /// <summary>How many there can be.</summary>
    /// <param name="qp">The program.</param>
    public static int Most(DenseQp qp) => DenseCholesky.Padded(Math.Min(qp.Rows, qp.Variables) + 1);

    /// <summary>Forgets everything: another cost or other rows.</summary>
    /// <param name="qp">The program.</param>
    public void Begin(DenseQp qp)
    {
        (size, most, leading) = (qp.Size, Math.Min(qp.Rows, qp.Variables), DenseCholesky.LeadingDimension(Most(qp)));
        triangle.Reserve(leading * leading);
        inverse.Reserve(leading);
        reduced.Reserve(leading);
        carried.Reserve(leading);
        rest.Reserve(size);
        if (members.Length < most)
            members = new int[most];
        (Count, kept) = (0, 0);
    }

    /// <summary>Factors the members in their order; those that depend on members before them leave the set.</summary>
    /// <param name="qp">The program.</param>
    /// <param name="cost">Its cost.</param>
    /// <param name="rows">The members.</param>
    public void Build(DenseQp qp, CostFactor cost, ActiveRows rows)
    {
        int same = 0, dependent = 0;
        while (same < Math.Min(kept, rows.Count) && members[same] == rows[same])
            same++;
        Truncate(same);
        for (int k = same; k < rows.Count; k++)
        {
            if (!TryAppend(qp, cost, rows[k]))
            {
                rows.Set(rows[k], 0);
                dependent++;
            }
        }
        if (dependent > 0)
            rows.Collect();
    }

    /// <summary>How a row stands to the members: M⁻¹ V v, kept for <see cref="Append"/>, and what is left of |v|².</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="v">The row's image [Size].</param>
    /// <returns>Its pivot; zero where it depends on them.</returns>
    public double Pivot(CostFactor cost, double* v)
    {
        double length = PaddedVectors.Dot(v, v, size);
        double* m = reduced.Start;
        Overlap(cost, v, m);
        Forward(m);
        double pivot = length - PaddedVectors.Dot(m, m, DenseCholesky.Padded(Count));
        if (pivot < CancelledPivot * length)
            pivot = PivotOfRest(cost, v);
        return pivot > smallestPivot * length && Count < most ? pivot : 0;
    }

    /// <summary>The pivot as |z|² of z = v − Vᵀ(V Vᵀ)⁻¹V v, where the difference of squares would be rounding; z once more freed of V.</summary>
    private double PivotOfRest(CostFactor cost, double* v)
    {
        double* z = rest.Start, again = carried.Start, m = reduced.Start;
        int padded = DenseCholesky.Padded(Count);
        new ReadOnlySpan<double>(v, size).CopyTo(new Span<double>(z, size));
        CoefficientsOfLast(again);
        SubtractImages(cost, again, z);
        Overlap(cost, z, again);
        Forward(again);
        PaddedVectors.AddScaled(1, again, m, padded);
        TriangularSolve.Backward(triangle.Start, padded, leading, inverse.Start, again);
        SubtractImages(cost, again, z);
        return PaddedVectors.Dot(z, z, size);
    }

    /// <summary>Adds the row that <see cref="Pivot"/> was asked about last, at the end.</summary>
    /// <param name="row">The row.</param>
    /// <param name="pivot">Its pivot, not zero.</param>
    public void Append(int row, double pivot)
    {
        if (Count % Block == 0)
            OpenBlock();
        for (int j = 0; j < Count; j++)
            triangle.Start[((long)j * leading) + Count] = reduced.Start[j];
        double diagonal = Math.Sqrt(pivot);
        triangle.Start[((long)Count * leading) + Count] = diagonal;
        inverse.Start[Count] = 1 / diagonal;
        if (kept == Count)
            kept++;
        members[Count++] = row;
    }

    /// <summary>(V Vᵀ)⁻¹ V v of the row that <see cref="Pivot"/> was asked about last.</summary>
    /// <param name="target">[members, padded].</param>
    public void CoefficientsOfLast(double* target)
    {
        int padded = DenseCholesky.Padded(Count);
        new ReadOnlySpan<double>(reduced.Start, padded).CopyTo(new Span<double>(target, padded));
        TriangularSolve.Backward(triangle.Start, padded, leading, inverse.Start, target);
    }

    /// <summary>target ← V v, padded with zeros.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="v">[Size].</param>
    /// <param name="target">[members, padded].</param>
    public void Overlap(CostFactor cost, double* v, double* target)
    {
        int k = 0;
        for (; k + Block <= Count; k += Block)
            PaddedVectors.FourDots(Images(cost, k), v, size, target + k);
        for (int end = DenseCholesky.Padded(Count); k < end; k++)
            target[k] = k < Count ? PaddedVectors.Dot(cost.KnownImage(members[k]), v, size) : 0;
    }

    /// <summary>v ← v − Vᵀ y.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="y">[members].</param>
    /// <param name="v">[Size].</param>
    public void SubtractImages(CostFactor cost, double* y, double* v)
    {
        double* factors = stackalloc double[Block];
        int k = 0;
        for (; k + Block <= Count; k += Block)
        {
            (factors[0], factors[1], factors[2], factors[3]) = (-y[k], -y[k + 1], -y[k + 2], -y[k + 3]);
            PaddedVectors.AddFourScaled(factors, Images(cost, k), v, size);
        }
        for (; k < Count; k++)
            PaddedVectors.AddScaled(-y[k], cost.KnownImage(members[k]), v, size);
    }

    /// <summary>b ← (V Vᵀ)⁻¹ b.</summary>
    /// <param name="b">[members, padded with zeros].</param>
    public void Solve(double* b)
    {
        Forward(b);
        TriangularSolve.Backward(triangle.Start, DenseCholesky.Padded(Count), leading, inverse.Start, b);
    }

    /// <summary>Takes the k-th member out. Its column is carried through those after it: each rotation ends one row at its diagonal.</summary>
    /// <param name="k">Its place.</param>
    public void RemoveAt(int k)
    {
        int last = Count - 1;
        double* carry = carried.Start;
        for (int j = 0; j < k; j++)
            ShiftUp(triangle.Start + ((long)j * leading), k, last);
        new ReadOnlySpan<double>(triangle.Start + ((long)k * leading) + k + 1, last - k).CopyTo(new Span<double>(carry + k, last - k));
        for (int j = k; j < last; j++)
            Rotate(triangle.Start + ((long)j * leading), triangle.Start + ((long)(j + 1) * leading) + 1, carry, j, last);
        Array.Copy(members, k + 1, members, k, last - k);
        kept = Math.Min(kept, k);
        Truncate(last);
    }

    private bool TryAppend(DenseQp qp, CostFactor cost, int row)
    {
        double pivot = Pivot(cost, cost.Image(qp, row));
        if (pivot > 0)
            Append(row, pivot);
        return pivot > 0;
    }

    private void Forward(double* b) => TriangularSolve.Forward(triangle.Start, DenseCholesky.Padded(Count), leading, inverse.Start, b);

    private PaddedVectors.Four Images(CostFactor cost, int k) =>
        new(cost.KnownImage(members[k]), cost.KnownImage(members[k + 1]), cost.KnownImage(members[k + 2]), cost.KnownImage(members[k + 3]));

    /// <summary>Fills four more rows and columns with the identity, the diagonal in the inverse alone.</summary>
    private void OpenBlock()
    {
        for (int j = 0; j < Count + Block; j++)
            new Span<double>(triangle.Start + ((long)j * leading) + Count, Block).Clear();
        new Span<double>(inverse.Start + Count, Block).Fill(1);
    }

    /// <summary>Forgets all members from one on.</summary>
    private void Truncate(int count)
    {
        int padded = DenseCholesky.Padded(count);
        for (int j = 0; j < padded && padded > count; j++)
            new Span<double>(triangle.Start + ((long)j * leading) + count, padded - count).Clear();
        new Span<double>(inverse.Start + count, padded - count).Fill(1);
        Count = count;
        kept = Math.Min(kept, count);
    }

    private static void ShiftUp(double* column, int from, int last) =>
        new ReadOnlySpan<double>(column + from + 1, last - from).CopyTo(new Span<double>(column + from, last - from));

    /// <summary>column ← c carry + s next and carry ← c next − s carry from row j on, so that nothing of row j is carried on.</summary>
    private void Rotate(double* column, double* next, double* carry, int j, int last)
    {
        double length = Math.Sqrt((carry[j] * carry[j]) + (next[j] * next[j])), c = carry[j] / length, s = next[j] / length;
        Vector cs = Vector256.Create(c), ss = Vector256.Create(s);
        int i = j;
        for (; i + Block <= last; i += Block)
        {
            Vector a = Vector256.Load(carry + i), b = Vector256.Load(next + i);
            ((cs * a) + (ss * b)).Store(column + i);
            ((cs * b) - (ss * a)).Store(carry + i);
        }
        for (; i < last; i++)
        {
            double a = carry[i], b = next[i];
            (column[i], carry[i]) = ((c * a) + (s * b), (c * b) - (s * a));
        }
        inverse.Start[j] = 1 / column[j];
    }
}
