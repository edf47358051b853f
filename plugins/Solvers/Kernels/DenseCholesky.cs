using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// Cholesky factorisation of small dense matrices. A matrix is held by columns, its lower triangle only; rows, columns
/// and the leading dimension are multiples of four, filled up with the identity. Left-looking by panels of four columns:
/// a tile of eight rows and four columns stays in registers while all columns before it are subtracted. The order of
/// operations depends on the sizes alone, so equal matrices have equal factors, bit for bit. The kernels are compiled for
/// speed at once: what the first matrices happen to look like must not decide how fast all others are.
/// </summary>
public static unsafe class DenseCholesky
{
    /// <summary>Columns of a panel, and what sizes are multiples of.</summary>
    public const int Block = 4;
    private const int Strip = 96, LargestStrip = 240;

    /// <summary>The next multiple of <see cref="Block"/>.</summary>
    /// <param name="size">A number of rows.</param>
    public static int Padded(int size) => (size + Block - 1) & ~(Block - 1);

    /// <summary>A leading dimension for so many rows whose columns do not all fall on the same cache lines.</summary>
    /// <param name="paddedRows">A multiple of <see cref="Block"/>.</param>
    public static int LeadingDimension(int paddedRows) => paddedRows % 64 == 0 ? paddedRows + Block : paddedRows;

    /// <summary>Factors A = L Lᵀ in place. With more rows than columns, the rows below are solved for as well: X ← X L⁻ᵀ.</summary>
    /// <param name="matrix">[columns · leading] by columns.</param>
    /// <param name="rows">At least as many as columns.</param>
    /// <param name="columns">How many columns are factored.</param>
    /// <param name="leading">From one column to the next.</param>
    /// <param name="inverseDiagonal">[columns] receives 1 / L_jj.</param>
    /// <param name="smallestPivot">A pivot at most this share of its diagonal entry counts as zero.</param>
    /// <returns>−1, or the first column whose pivot is zero, negative or not a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Factor(double* matrix, int rows, int columns, int leading, double* inverseDiagonal, double smallestPivot)
    {
        for (int j = 0; j < columns; j++)
            inverseDiagonal[j] = matrix[((long)j * leading) + j] * smallestPivot;
        // Beyond what the second-level cache holds, whole strips of columns are finished one after the other.
        int strip = columns <= LargestStrip ? columns : Strip;
        for (int k = 0; k < columns; k += strip)
        {
            double* corner = matrix + ((long)k * leading) + k;
            int width = Math.Min(strip, columns - k), failed = FactorStrip(corner, rows - k, width, leading, inverseDiagonal + k);
            if (failed >= 0)
                return k + failed;
            if (k + width < columns)
                SubtractProduct(corner, width, rows - k, columns - k, leading);
        }
        return -1;
    }

    /// <summary>Factors some columns; all that the columns left of them contribute has been subtracted. <paramref name="inverse"/> comes in as the smallest pivots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorStrip(double* matrix, int rows, int columns, int leading, double* inverse)
    {
        for (int j = 0; j < columns; j += Block)
        {
            double* panel = matrix + ((long)j * leading), row = matrix + j;
            Tile4(row, row, panel + j, null, null, leading, j);
            int failed = FactorBlock(panel + j, leading, inverse + j);
            if (failed >= 0)
                return j + failed;
            Panel(matrix, j, j + Block, rows, leading, inverse);
        }
        return -1;
    }

    /// <summary>Solves X ← X L⁻ᵀ for some rows below a factor that is already there.</summary>
    /// <param name="matrix">As for <see cref="Factor"/>; its first columns hold L.</param>
    /// <param name="first">The first of the rows; a multiple of <see cref="Block"/>.</param>
    /// <param name="rows">The number of all rows.</param>
    /// <param name="columns">The size of L.</param>
    /// <param name="leading">From one column to the next.</param>
    /// <param name="inverseDiagonal">[columns] 1 / L_jj.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveRows(double* matrix, int first, int rows, int columns, int leading, double* inverseDiagonal)
    {
        for (int j = 0; j < columns; j += Block)
            Panel(matrix, j, first, rows, leading, inverseDiagonal);
    }

    /// <summary>Subtracts X Xᵀ from the lower triangle below: X are the rows from <paramref name="first"/> on of the first columns.</summary>
    /// <param name="matrix">By columns.</param>
    /// <param name="first">The number of columns of X, and where the rows begin.</param>
    /// <param name="rows">The number of all rows.</param>
    /// <param name="columns">Where the columns of the triangle end; at most the rows.</param>
    /// <param name="leading">From one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SubtractProduct(double* matrix, int first, int rows, int columns, int leading)
    {
        for (int j = first; j < columns; j += Block)
        {
            double* panel = matrix + ((long)j * leading);
            int i = j;
            for (; i + (3 * Block) <= rows; i += 3 * Block)
                Tile12(matrix + i, matrix + j, panel + i, null, null, leading, first);
            for (; i + (2 * Block) <= rows; i += 2 * Block)
                Tile8(matrix + i, matrix + j, panel + i, null, null, leading, first);
            for (; i < rows; i += Block)
                Tile4(matrix + i, matrix + j, panel + i, null, null, leading, first);
        }
    }

    /// <summary>The panel's rows from i on: subtracts what the columns before contribute, and solves with the diagonal block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel(double* matrix, int j, int i, int rows, int leading, double* inverseDiagonal)
    {
        double* panel = matrix + ((long)j * leading), row = matrix + j;
        for (; i + (3 * Block) <= rows; i += 3 * Block)
            Tile12(matrix + i, row, panel + i, panel + j, inverseDiagonal + j, leading, j);
        for (; i + (2 * Block) <= rows; i += 2 * Block)
            Tile8(matrix + i, row, panel + i, panel + j, inverseDiagonal + j, leading, j);
        for (; i < rows; i += Block)
            Tile4(matrix + i, row, panel + i, panel + j, inverseDiagonal + j, leading, j);
    }

    /// <summary>Factors a block of four by four: its columns stay in registers. What is above the diagonal is overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorBlock(double* block, int leading, double* inverse)
    {
        double* b1 = block + leading, b2 = b1 + leading, b3 = b2 + leading;
        Vector c0 = Load(block), c1 = Load(b1), c2 = Load(b2), c3 = Load(b3);
        double pivot = c0[0];
        if (!IsPivot(pivot, inverse[0]))
            return 0;
        c0 *= Vector256.Create(inverse[0] = 1 / Math.Sqrt(pivot));
        c0.Store(block);
        c1 = MinusProduct(c0, Same(block + 1), c1);
        c2 = MinusProduct(c0, Same(block + 2), c2);
        c3 = MinusProduct(c0, Same(block + 3), c3);
        pivot = c1[1];
        if (!IsPivot(pivot, inverse[1]))
            return 1;
        c1 *= Vector256.Create(inverse[1] = 1 / Math.Sqrt(pivot));
        c1.Store(b1);
        c2 = MinusProduct(c1, Same(b1 + 2), c2);
        c3 = MinusProduct(c1, Same(b1 + 3), c3);
        pivot = c2[2];
        if (!IsPivot(pivot, inverse[2]))
            return 2;
        c2 *= Vector256.Create(inverse[2] = 1 / Math.Sqrt(pivot));
        c2.Store(b2);
        c3 = MinusProduct(c2, Same(b2 + 3), c3);
        pivot = c3[3];
        if (!IsPivot(pivot, inverse[3]))
            return 3;
        c3 *= Vector256.Create(inverse[3] = 1 / Math.Sqrt(pivot));
        c3.Store(b3);
        return -1;
    }

    private static bool IsPivot(double value, double smallest) => value > smallest && value <= double.MaxValue;

    /// <summary>C ← (C − A Bᵀ) D⁻ᵀ for four rows; without D, C ← C − A Bᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4(double* a, double* b, double* c, double* diagonal, double* inverse, int leading, int depth)
    {
        Vector c0 = Load(c), c1 = Load(c + leading), c2 = Load(c + (2 * leading)), c3 = Load(c + (3 * leading));
        for (; depth > 0; depth--, a += leading, b += leading)
        {
            Vector x = Load(a);
            c0 = MinusProduct(x, Same(b), c0);
            c1 = MinusProduct(x, Same(b + 1), c1);
            c2 = MinusProduct(x, Same(b + 2), c2);
            c3 = MinusProduct(x, Same(b + 3), c3);
        }
        if (diagonal != null)
        {
            double* d1 = diagonal + leading, d2 = d1 + leading;
            c0 *= Same(inverse);
            c1 = MinusProduct(c0, Same(diagonal + 1), c1) * Same(inverse + 1);
            c2 = MinusProduct(c1, Same(d1 + 2), MinusProduct(c0, Same(diagonal + 2), c2)) * Same(inverse + 2);
            c3 = MinusProduct(c2, Same(d2 + 3), MinusProduct(c1, Same(d1 + 3), MinusProduct(c0, Same(diagonal + 3), c3))) * Same(inverse + 3);
        }
        c0.Store(c);
        c1.Store(c + leading);
        c2.Store(c + (2 * leading));
        c3.Store(c + (3 * leading));
    }

    /// <summary>The same as <see cref="Tile4"/> for eight rows: upper half c, lower half e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8(double* a, double* b, double* c, double* diagonal, double* inverse, int leading, int depth)
    {
        Vector c0 = Load(c), c1 = Load(c + leading), c2 = Load(c + (2 * leading)), c3 = Load(c + (3 * leading));
        Vector e0 = Load(c + 4), e1 = Load(c + leading + 4), e2 = Load(c + (2 * leading) + 4), e3 = Load(c + (3 * leading) + 4);
        for (; depth > 0; depth--, a += leading, b += leading)
        {
            Vector x = Load(a), y = Load(a + 4), f = Same(b);
            (c0, e0) = (MinusProduct(x, f, c0), MinusProduct(y, f, e0));
            f = Same(b + 1);
            (c1, e1) = (MinusProduct(x, f, c1), MinusProduct(y, f, e1));
            f = Same(b + 2);
            (c2, e2) = (MinusProduct(x, f, c2), MinusProduct(y, f, e2));
            f = Same(b + 3);
            (c3, e3) = (MinusProduct(x, f, c3), MinusProduct(y, f, e3));
        }
        if (diagonal != null)
        {
            double* d1 = diagonal + leading, d2 = d1 + leading;
            Vector f = Same(inverse);
            (c0, e0) = (c0 * f, e0 * f);
            f = Same(diagonal + 1);
            Vector g = Same(inverse + 1);
            (c1, e1) = (MinusProduct(c0, f, c1) * g, MinusProduct(e0, f, e1) * g);
            (f, g) = (Same(diagonal + 2), Same(d1 + 2));
            (c2, e2) = (MinusProduct(c1, g, MinusProduct(c0, f, c2)), MinusProduct(e1, g, MinusProduct(e0, f, e2)));
            f = Same(inverse + 2);
            (c2, e2) = (c2 * f, e2 * f);
            (f, g) = (Same(diagonal + 3), Same(d1 + 3));
            (c3, e3) = (MinusProduct(c1, g, MinusProduct(c0, f, c3)), MinusProduct(e1, g, MinusProduct(e0, f, e3)));
            (f, g) = (Same(d2 + 3), Same(inverse + 3));
            (c3, e3) = (MinusProduct(c2, f, c3) * g, MinusProduct(e2, f, e3) * g);
        }
        c0.Store(c);
        c1.Store(c + leading);
        c2.Store(c + (2 * leading));
        c3.Store(c + (3 * leading));
        e0.Store(c + 4);
        e1.Store(c + leading + 4);
        e2.Store(c + (2 * leading) + 4);
        e3.Store(c + (3 * leading) + 4);
    }

    /// <summary>The same as <see cref="Tile4"/> for twelve rows; twelve sums, three loads and a factor just fit sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12(double* a, double* b, double* c, double* diagonal, double* inverse, int leading, int depth)
    {
        double* p1 = c + leading, p2 = p1 + leading, p3 = p2 + leading;
        Vector c0 = Load(c), c1 = Load(p1), c2 = Load(p2), c3 = Load(p3);
        Vector e0 = Load(c + 4), e1 = Load(p1 + 4), e2 = Load(p2 + 4), e3 = Load(p3 + 4);
        Vector g0 = Load(c + 8), g1 = Load(p1 + 8), g2 = Load(p2 + 8), g3 = Load(p3 + 8);
        for (; depth > 0; depth--, a += leading, b += leading)
        {
            Vector x = Load(a), y = Load(a + 4), z = Load(a + 8), f = Same(b);
            c0 = MinusProduct(x, f, c0);
            e0 = MinusProduct(y, f, e0);
            g0 = MinusProduct(z, f, g0);
            f = Same(b + 1);
            c1 = MinusProduct(x, f, c1);
            e1 = MinusProduct(y, f, e1);
            g1 = MinusProduct(z, f, g1);
            f = Same(b + 2);
            c2 = MinusProduct(x, f, c2);
            e2 = MinusProduct(y, f, e2);
            g2 = MinusProduct(z, f, g2);
            f = Same(b + 3);
            c3 = MinusProduct(x, f, c3);
            e3 = MinusProduct(y, f, e3);
            g3 = MinusProduct(z, f, g3);
        }
        if (diagonal == null)
        {
            Store(c, c0, e0, g0);
            Store(p1, c1, e1, g1);
            Store(p2, c2, e2, g2);
            Store(p3, c3, e3, g3);
            return;
        }
        double* d1 = diagonal + leading, d2 = d1 + leading;
        Vector h = Same(inverse);
        c0 *= h;
        e0 *= h;
        g0 *= h;
        Store(c, c0, e0, g0);
        h = Same(diagonal + 1);
        Vector k = Same(inverse + 1);
        c1 = MinusProduct(c0, h, c1) * k;
        e1 = MinusProduct(e0, h, e1) * k;
        g1 = MinusProduct(g0, h, g1) * k;
        Store(p1, c1, e1, g1);
        h = Same(diagonal + 2);
        k = Same(d1 + 2);
        c2 = MinusProduct(c1, k, MinusProduct(c0, h, c2));
        e2 = MinusProduct(e1, k, MinusProduct(e0, h, e2));
        g2 = MinusProduct(g1, k, MinusProduct(g0, h, g2));
        h = Same(inverse + 2);
        c2 *= h;
        e2 *= h;
        g2 *= h;
        Store(p2, c2, e2, g2);
        h = Same(diagonal + 3);
        k = Same(d1 + 3);
        c3 = MinusProduct(c1, k, MinusProduct(c0, h, c3));
        e3 = MinusProduct(e1, k, MinusProduct(e0, h, e3));
        g3 = MinusProduct(g1, k, MinusProduct(g0, h, g3));
        h = Same(d2 + 3);
        k = Same(inverse + 3);
        Store(p3, MinusProduct(c2, h, c3) * k, MinusProduct(e2, h, e3) * k, MinusProduct(g2, h, g3) * k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* to, Vector first, Vector second, Vector third)
    {
        first.Store(to);
        second.Store(to + 4);
        third.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Load(double* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Same(double* value) => Vector256.Create(*value);

    /// <summary>c − a·b, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector MinusProduct(Vector a, Vector b, Vector c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);
}
