using System.Runtime.CompilerServices;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>The face of the box that an active set names: its free variables, and the factor of their block of H.</summary>
internal sealed unsafe class Face
{
    private const double SmallestPivot = 1e-15;

    private readonly PinnedBuffer matrix = new(), inverse = new(), right = new();
    private readonly Compress compress = new();
    private int[] free = [];

    /// <summary>How many variables are free.</summary>
    internal int Count { get; private set; }

    /// <summary>How many variables are free, padded.</summary>
    internal int Size { get; private set; }

    /// <summary>From one column of the factor to the next.</summary>
    internal int Leading { get; private set; }

    /// <summary>The free variables, ascending; the first <see cref="Count"/>.</summary>
    internal int[] Free => free;

    /// <summary>The factor, by columns.</summary>
    internal double* Factored => matrix.Start;

    /// <summary>1 / diagonal of the factor [Size].</summary>
    internal double* Inverse => inverse.Start;

    /// <summary>What is solved for, and then the solution, of the free variables [Size].</summary>
    internal double* Right => right.Start;

    /// <summary>H_FF⁻¹ v_F in place of v_F, and zero elsewhere.</summary>
    internal void SolveFree(Span<double> v)
    {
        for (int k = 0; k < Count; k++)
            right.Start[k] = v[free[k]];
        Pad();
        Solve();
        v.Clear();
        for (int k = 0; k < Count; k++)
            v[free[k]] = right.Start[k];
    }

    /// <summary>Gathers the free block and factors it. False: it is not positive definite.</summary>
    internal bool Factor(BoxProblem box, sbyte[] side)
    {
        Collect(box, side);
        Gather(box);
        return DenseCholesky.Factor(matrix.Start, Size, Size, Leading, inverse.Start, SmallestPivot) < 0;
    }

    /// <summary>A copy that outlives the workspace.</summary>
    /// <param name="slab">Receives it.</param>
    /// <param name="place">Which slot.</param>
    internal KeptFactor Keep(FactorSlab slab, int place)
    {
        int offset = place * slab.Slot;
        Span<double> target = slab.Values.AsSpan(offset, KeptFactor.Room(Size));
        new ReadOnlySpan<double>(inverse.Start, Size).CopyTo(target);
        for (int k = 0; k < Size; k++)
            new ReadOnlySpan<double>(matrix.Start + ((long)k * Leading) + k, Size - k).CopyTo(target[(Size + (k * Size) + k)..]);
        return new KeptFactor(free.AsSpan(0, Count).ToArray(), Size, slab, offset);
    }

    /// <summary>Solves with <see cref="Right"/>, in place.</summary>
    internal void Solve()
    {
        TriangularSolve.Forward(matrix.Start, Size, Leading, inverse.Start, right.Start);
        TriangularSolve.Backward(matrix.Start, Size, Leading, inverse.Start, right.Start);
    }

    /// <summary>Moves the point to the minimum on the face: y_A at its bounds, H_FF y_F = −(g + H_FA y_A).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Minimise(BoxProblem box, Iterate iterate)
    {
        double* y = iterate.Y, r = iterate.Gradient;
        new ReadOnlySpan<double>(box.G, box.Size).CopyTo(new Span<double>(r, box.Size));
        for (int i = 0; i < box.Variables; i++)
        {
            if (iterate.Side[i] == 0)
                continue;
            y[i] = iterate.BoundOf(box, i);
            if (y[i] != 0)
                Vectors.AddScaled(y[i], box.Row(i), r, box.Size);
        }
        for (int k = 0; k < Count; k++)
            right.Start[k] = -r[free[k]];
        Pad();
        Solve();
        for (int k = 0; k < Count; k++)
            y[free[k]] = right.Start[k];
    }

    /// <summary>The same from a point whose held variables are at their bounds and whose gradient is known: y_F −= H_FF⁻¹ (H y + g)_F.</summary>
    internal void MinimiseFrom(Iterate iterate)
    {
        for (int k = 0; k < Count; k++)
            right.Start[k] = -iterate.Gradient[free[k]];
        Pad();
        Solve();
        for (int k = 0; k < Count; k++)
            iterate.Y[free[k]] += right.Start[k];
    }

    /// <summary>Zeros behind the right side.</summary>
    internal void Pad()
    {
        for (int k = Count; k < Size; k++)
            right.Start[k] = 0;
    }

    private void Collect(BoxProblem box, sbyte[] side)
    {
        if (free.Length < box.Variables)
            free = new int[box.Variables];
        Count = 0;
        for (int i = 0; i < box.Variables; i++)
        {
            free[Count] = i;
            Count += side[i] == 0 ? 1 : 0;
        }
        compress.Load(side, box.Variables);
        Size = DenseCholesky.Padded(Count);
        Leading = DenseCholesky.LeadingDimension(Size);
    }

    private void Gather(BoxProblem box)
    {
        int all = DenseCholesky.Padded(box.Variables);
        double* target = matrix.Reserve((all * DenseCholesky.LeadingDimension(all)) + Compress.Overrun);
        inverse.Reserve(all);
        right.Reserve(all);
        fixed (int* places = free)
        {
            for (int k = 0; k < Count; k++, target += Leading)
            {
                compress.Copy(box.Row(places[k]), places[k], target);
                for (int l = Count; l < Size; l++)
                    target[l] = 0;
            }
        }
        for (int k = Count; k < Size; k++, target += Leading)
        {
            for (int l = k; l < Size; l++)
                target[l] = l == k ? 1 : 0;
        }
    }
}
