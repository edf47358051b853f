using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>
/// Cholesky factorisation of small dense matrices. A matrix is held by columns, its lower triangle only; rows, columns
/// and the leading dimension are multiples of four, filled up with the identity. Left-looking by panels of four columns:
/// a tile of eight rows and four columns stays in registers while all columns before it are subtracted. The order of
/// operations depends on the sizes alone, so equal matrices have equal factors, bit for bit.
/// </summary>
public static unsafe class DenseCholesky
{
    /// <summary>Columns of a panel, and what sizes are multiples of.</summary>
    public const int Block = 4;

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
    public static int Factor(double* matrix, int rows, int columns, int leading, double* inverseDiagonal, double smallestPivot)
    {
        for (int j = 0; j < columns; j += Block)
        {
            double* panel = matrix + ((long)j * leading), row = matrix + j;
            Vector before = Vector256.Create(panel[j], panel[leading + j + 1], panel[(2 * leading) + j + 2], panel[(3 * leading) + j + 3]);
            Tile4(row, row, panel + j, null, null, leading, j);
            int failed = FactorBlock(panel + j, leading, inverseDiagonal + j, before * smallestPivot);
            if (failed >= 0)
                return j + failed;
            Panel(matrix, j, j + Block, rows, leading, inverseDiagonal);
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
    public static void SolveRows(double* matrix, int first, int rows, int columns, int leading, double* inverseDiagonal)
    {
        for (int j = 0; j < columns; j += Block)
            Panel(matrix, j, first, rows, leading, inverseDiagonal);
    }

    /// <summary>Subtracts X Xᵀ from the lower triangle below: X are the rows from <paramref name="first"/> on of the first columns.</summary>
    /// <param name="matrix">By columns.</param>
    /// <param name="first">The number of columns of X, and where the rows begin.</param>
    /// <param name="rows">The number of all rows.</param>
    /// <param name="leading">From one column to the next.</param>
    public static void SubtractProduct(double* matrix, int first, int rows, int leading)
    {
        for (int j = first; j < rows; j += Block)
        {
            double* panel = matrix + ((long)j * leading);
            int i = j;
            for (; i + (2 * Block) <= rows; i += 2 * Block)
                Tile8(matrix + i, matrix + j, panel + i, null, null, leading, first);
            for (; i < rows; i += Block)
                Tile4(matrix + i, matrix + j, panel + i, null, null, leading, first);
        }
    }

    /// <summary>The panel's rows from i on: subtracts what the columns before contribute, and solves with the diagonal block.</summary>
    private static void Panel(double* matrix, int j, int i, int rows, int leading, double* inverseDiagonal)
    {
        double* panel = matrix + ((long)j * leading), row = matrix + j;
        for (; i + (2 * Block) <= rows; i += 2 * Block)
            Tile8(matrix + i, row, panel + i, panel + j, inverseDiagonal + j, leading, j);
        for (; i < rows; i += Block)
            Tile4(matrix + i, row, panel + i, panel + j, inverseDiagonal + j, leading, j);
    }

    /// <summary>Factors a block of four by four.</summary>
    private static int FactorBlock(double* block, int leading, double* inverse, Vector smallest)
    {
        for (int c = 0; c < Block; c++)
        {
            double* column = block + (c * leading);
            if (!(column[c] > smallest[c] && column[c] <= double.MaxValue))
                return c;
            inverse[c] = 1 / Math.Sqrt(column[c]);
            for (int i = c; i < Block; i++)
                column[i] *= inverse[c];
            for (int k = c + 1; k < Block; k++)
            {
                for (int i = k; i < Block; i++)
                    block[(k * leading) + i] -= column[i] * column[k];
            }
        }
        return -1;
    }

    /// <summary>C ← (C − A Bᵀ) D⁻ᵀ for four rows; without D, C ← C − A Bᵀ.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Load(double* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector Same(double* value) => Vector256.Create(*value);

    /// <summary>c − a·b, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector MinusProduct(Vector a, Vector b, Vector c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);
}
