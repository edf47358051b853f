using System.Runtime.CompilerServices;
using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// The problem in the variables of <see cref="BoxForm"/>: minimise ½ yᵀHy + gᵀy within lower ≤ y ≤ upper, where
/// H = C⁻ᵀ Q C⁻¹ and g = C⁻ᵀ p. Vectors are padded with zeros to a multiple of eight.
/// </summary>
internal sealed unsafe class BoxProblem
{
    private readonly PinnedBuffer half = new(), hessian = new(), linear = new(), low = new(), high = new(), diagonal = new();

    /// <summary>n.</summary>
    internal int Variables { get; private set; }

    /// <summary>n, padded.</summary>
    internal int Size { get; private set; }

    /// <summary>From one row of H to the next.</summary>
    internal int Leading { get; private set; }

    /// <summary>H [n · Leading], symmetric.</summary>
    internal double* H => hessian.Start;

    /// <summary>g [Size].</summary>
    internal double* G => linear.Start;

    /// <summary>[Size].</summary>
    internal double* Lower => low.Start;

    /// <summary>[Size].</summary>
    internal double* Upper => high.Start;

    /// <summary>1 / H_ii [Size].</summary>
    internal double* InverseDiagonal => diagonal.Start;

    /// <summary>The largest element of g.</summary>
    internal double LargestForce { get; private set; }

    /// <summary>One row of H.</summary>
    internal double* Row(int i) => hessian.Start + ((long)i * Leading);

    /// <summary>Whether a variable has no room.</summary>
    internal bool IsFixed(int i) => low.Start[i] == high.Start[i];

    /// <summary>Changes the variables. False: an element on H's diagonal is not positive, so Q is not definite.</summary>
    internal bool Form(QpProblem problem, BoxForm form)
    {
        Reserve(problem.Variables);
        FormHessian(problem.Q, form);
        problem.P.CopyTo(new Span<double>(G, Variables));
        form.ToGradient(new Span<double>(G, Variables));
        form.Lower.AsSpan(0, Variables).CopyTo(new Span<double>(Lower, Variables));
        form.Upper.AsSpan(0, Variables).CopyTo(new Span<double>(Upper, Variables));
        return InvertDiagonal();
    }

    /// <summary>
    /// H = C⁻ᵀ (C⁻ᵀ Q)ᵀ, Q being symmetric. C⁻ᵀ from the left is a recurrence over rows from the last to the first,
    /// row_i ← row_i − Σ_k C_ki row_k, k &gt; i: sums of whole rows, O(n²) for sparse C. The first one reads Q.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FormHessian(double[] q, BoxForm form)
    {
        ReadOnlySpan<int> start = form.ColumnStart, row = form.ColumnRow;
        ReadOnlySpan<double> value = form.ColumnValue;
        double* z = half.Start, h = hessian.Start;
        fixed (double* source = q)
        {
            for (int i = Variables - 1; i >= 0; i--)
            {
                double* target = z + ((long)i * Leading), own = source + ((long)i * Variables);
                int k = start[i];
                if (k == start[i + 1])
                    new ReadOnlySpan<double>(own, Variables).CopyTo(new Span<double>(target, Variables));
                else
                    Vectors.WriteSum(own, -value[k], z + ((long)row[k] * Leading), target, Variables);
                for (k++; k < start[i + 1]; k++)
                    Vectors.AddScaled(-value[k], z + ((long)row[k] * Leading), target, Size);
            }
        }
        // Four rows at a time are transposed and summed up while they and those they build on are in the nearest cache.
        for (int first = Size - 4; first >= 0; first -= 4)
        {
            Vectors.Transpose(z + first, Leading, Size, 4, h + ((long)first * Leading), Leading);
            for (int i = Math.Min(first + 3, Variables - 1); i >= first; i--)
            {
                for (int k = start[i]; k < start[i + 1]; k++)
                    Vectors.AddScaled(-value[k], h + ((long)row[k] * Leading), h + ((long)i * Leading), Size);
            }
        }
    }

    private bool InvertDiagonal()
    {
        bool positive = true;
        LargestForce = 0;
        for (int i = 0; i < Variables; i++)
        {
            double element = Row(i)[i];
            positive &= element > 0 && element <= double.MaxValue;
            InverseDiagonal[i] = 1 / element;
            LargestForce = Math.Max(LargestForce, Math.Abs(G[i]));
        }
        return positive;
    }

    private void Reserve(int variables)
    {
        if (variables == Variables)
            return;
        Variables = variables;
        Size = Vectors.Padded(variables);
        Leading = Size % 64 == 0 ? Size + Vectors.Width : Size;
        // Padding stays zero from here on: rows and columns beyond n are never written.
        half.ReserveZeros(Size * Leading);
        hessian.ReserveZeros(Size * Leading);
        linear.ReserveZeros(Size);
        low.ReserveZeros(Size);
        high.ReserveZeros(Size);
        diagonal.ReserveZeros(Size);
    }
}
