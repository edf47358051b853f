using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>A weighted sum of two chunks.</summary>
/// <param name="First">The weight of the first.</param>
/// <param name="Second">The weight of the second.</param>
internal readonly record struct Blend(double First, double Second)
{
    /// <summary>The sum; the caller owns it.</summary>
    internal Tensor Of(Tensor first, Tensor second)
    {
        if (First == 0 && Second == 1)
            return second.clone();
        using Scalar weight = First.ToScalar();
        Tensor sum = first.mul(weight);
        AddTo(sum, second, Second);
        return sum;
    }

    /// <summary>Sums with weights of their own for each chunk of a batch, differentiable.</summary>
    /// <param name="blends">[B].</param>
    /// <param name="first">[B, H, D].</param>
    /// <param name="second">[B, H, D].</param>
    /// <returns>[B, H, D]; belongs to the current dispose scope.</returns>
    internal static Tensor Of(IReadOnlyList<Blend> blends, Tensor first, Tensor second) =>
        (first * Column(blends.Select(b => b.First), first)) + (second * Column(blends.Select(b => b.Second), second));

    /// <summary>Adds in place; without a copy, and not at all where the weight is zero.</summary>
    internal static void AddTo(Tensor sum, Tensor term, double weight)
    {
        if (weight == 0)
            return;
        using Scalar factor = weight.ToScalar();
        sum.add_(term, factor);
    }

    private static Tensor Column(IEnumerable<double> weights, Tensor like)
    {
        double[] values = [.. weights];
        return tensor(values, [values.Length, 1, 1], dtype: like.dtype, device: like.device);
    }
}
