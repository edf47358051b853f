using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// Copies the free elements of a row side by side. Four at a time: which of them are free says which of sixteen
/// shuffles moves them to the front, and how far to go on; what is written behind them is overwritten by the next four.
/// </summary>
internal sealed unsafe class Compress
{
    /// <summary>How many elements beyond the last free one are written.</summary>
    internal const int Overrun = 4;
    private const int Lanes = 4;

    /// <summary>[16, 8] for every set of free lanes, the halves of doubles in the order that brings those to the front.</summary>
    private static readonly int[] Shuffles = MakeShuffles();

    private int[] shuffle = [], offset = [], places = [];
    private int groups, count;

    /// <summary>Takes the free variables.</summary>
    /// <param name="side">[n] zero where free.</param>
    /// <param name="variables">n.</param>
    internal void Load(sbyte[] side, int variables)
    {
        groups = (variables + Lanes - 1) / Lanes;
        if (shuffle.Length < groups)
            (shuffle, offset, places) = (new int[groups], new int[groups], new int[groups * Lanes]);
        count = 0;
        for (int q = 0; q < groups; q++)
        {
            int set = 0;
            offset[q] = count;
            for (int l = 0; l < Lanes; l++)
            {
                int i = (q * Lanes) + l;
                if (i < variables && side[i] == 0)
                {
                    set |= 1 << l;
                    places[count++] = i;
                }
            }
            shuffle[q] = set * 2 * Lanes;
        }
    }

    /// <summary>Copies the free elements from some variable on to their places; may write up to three before, and <see cref="Overrun"/> behind.</summary>
    /// <param name="row">[n], padded to a multiple of four.</param>
    /// <param name="first">The variable.</param>
    /// <param name="target">Where the first free variable of all would go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Copy(double* row, int first, double* target)
    {
        if (!Avx2.IsSupported)
        {
            CopyOneByOne(row, first, target);
            return;
        }
        fixed (int* table = Shuffles, shuffles = shuffle, offsets = offset)
        {
            for (int q = first / Lanes; q < groups; q++)
            {
                Vector256<int> four = Vector256.Load(row + (q * Lanes)).AsInt32();
                Avx2.PermuteVar8x32(four, Vector256.Load(table + shuffles[q])).AsDouble().Store(target + offsets[q]);
            }
        }
    }

    private void CopyOneByOne(double* row, int first, double* target)
    {
        for (int k = offset[first / Lanes]; k < count; k++)
            target[k] = row[places[k]];
    }

    private static int[] MakeShuffles()
    {
        int[] table = new int[16 * 2 * Lanes];
        for (int set = 0; set < 16; set++)
        {
            int to = 0;
            for (int l = 0; l < Lanes; l++)
            {
                if ((set & (1 << l)) != 0)
                {
                    table[(set * 2 * Lanes) + to++] = 2 * l;
                    table[(set * 2 * Lanes) + to++] = (2 * l) + 1;
                }
            }
        }
        return table;
    }
}
