using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DiffOG.Projectors.Transformer.Numerics;

/// <summary>
/// What the network does to single rows. Sums are taken in one order; what is not a number stays so. Compiled for speed
/// at once, like the kernels: a control loop's first seconds are like all others.
/// </summary>
internal static class Elementwise
{
    private const float NormEpsilon = 1e-5f; // Torch's

    /// <summary>x ← LayerNorm(x + added).</summary>
    /// <param name="x">[E].</param>
    /// <param name="added">[E].</param>
    /// <param name="scale">[E].</param>
    /// <param name="shift">[E].</param>
    internal static void AddAndNormalise(Span<float> x, ReadOnlySpan<float> added, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        AddScaled(x, added, 1);
        Normalise(x, scale, shift);
    }

    /// <summary>x ← LayerNorm(x): mean zero and variance one, then scaled and shifted.</summary>
    /// <param name="x">[E].</param>
    /// <param name="scale">[E].</param>
    /// <param name="shift">[E].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalise(Span<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        Span<Vector<float>> wide = Wide(x);
        ReadOnlySpan<Vector<float>> wideScale = Wide(scale), wideShift = Wide(shift);
        int rest = wide.Length * Vector<float>.Count;
        float mean = Sum(x) / x.Length;
        var squares = Vector<float>.Zero;
        var means = new Vector<float>(mean);
        foreach (Vector<float> values in wide)
            squares += (values - means) * (values - means);
        float square = Vector.Sum(squares);
        foreach (float value in x[rest..])
            square += (value - mean) * (value - mean);
        float factor = 1 / MathF.Sqrt((square / x.Length) + NormEpsilon);
        for (int i = 0; i < wide.Length; i++)
            wide[i] = ((wide[i] - means) * factor * wideScale[i]) + wideShift[i];
        for (int i = rest; i < x.Length; i++)
            x[i] = ((x[i] - mean) * factor * scale[i]) + shift[i];
    }

    /// <summary>x ← x + factor · added.</summary>
    /// <param name="x">[E].</param>
    /// <param name="added">[E].</param>
    /// <param name="factor">A number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScaled(Span<float> x, ReadOnlySpan<float> added, float factor)
    {
        Span<Vector<float>> wide = Wide(x);
        ReadOnlySpan<Vector<float>> wideAdded = Wide(added);
        for (int i = 0; i < wide.Length; i++)
            wide[i] += wideAdded[i] * factor;
        for (int i = wide.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] += added[i] * factor;
    }

    /// <summary>ReLU.</summary>
    /// <param name="x">Any length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rectify(Span<float> x)
    {
        Span<Vector<float>> wide = Wide(x);
        for (int i = 0; i < wide.Length; i++)
            wide[i] = Vector.ConditionalSelect(Vector.LessThan(wide[i], Vector<float>.Zero), Vector<float>.Zero, wide[i]);
        for (int i = wide.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = x[i] < 0 ? 0 : x[i];
    }

    /// <summary>x ← softmax(factor · x), shifted by its largest element so that nothing overflows.</summary>
    /// <param name="x">At least one element.</param>
    /// <param name="factor">Positive.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Softmax(Span<float> x, float factor)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in x)
            largest = MathF.Max(largest, value);
        Span<Vector<float>> wide = Wide(x);
        for (int i = 0; i < wide.Length; i++)
            wide[i] = Vector.Exp((wide[i] - new Vector<float>(largest)) * factor);
        for (int i = wide.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = MathF.Exp((x[i] - largest) * factor);
        float share = 1 / Sum(x);
        for (int i = 0; i < x.Length; i++)
            x[i] *= share;
    }

    /// <summary>x ← max(x, other), element by element.</summary>
    /// <param name="x">[E].</param>
    /// <param name="other">[E].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Largest(Span<float> x, ReadOnlySpan<float> other)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] = MathF.Max(x[i], other[i]);
    }

    /// <summary>x ← tanh x.</summary>
    /// <param name="x">Any length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tanh(Span<float> x)
    {
        foreach (ref float value in x)
            value = MathF.Tanh(value);
    }

    /// <summary>Brings numbers into [−largest, largest], in double precision.</summary>
    /// <param name="x">Any length.</param>
    /// <param name="largest">Positive.</param>
    /// <param name="bounded">At least as many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Clamp(ReadOnlySpan<float> x, float largest, Span<double> bounded)
    {
        ReadOnlySpan<Vector<float>> wide = Wide(x);
        Span<Vector<double>> wideBounded = MemoryMarshal.Cast<double, Vector<double>>(bounded);
        Vector<float> upper = new(largest), lower = new(-largest);
        for (int i = 0; i < wide.Length; i++)
            Vector.Widen(Vector.Min(Vector.Max(wide[i], lower), upper), out wideBounded[2 * i], out wideBounded[(2 * i) + 1]);
        for (int i = wide.Length * Vector<float>.Count; i < x.Length; i++)
            bounded[i] = Math.Clamp(x[i], -largest, largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> x)
    {
        ReadOnlySpan<Vector<float>> wide = Wide(x);
        var sums = Vector<float>.Zero;
        foreach (Vector<float> values in wide)
            sums += values;
        float sum = Vector.Sum(sums);
        foreach (float value in x[(wide.Length * Vector<float>.Count)..])
            sum += value;
        return sum;
    }

    private static Span<Vector<float>> Wide(Span<float> x) => MemoryMarshal.Cast<float, Vector<float>>(x);

    private static ReadOnlySpan<Vector<float>> Wide(ReadOnlySpan<float> x) => MemoryMarshal.Cast<float, Vector<float>>(x);
}
