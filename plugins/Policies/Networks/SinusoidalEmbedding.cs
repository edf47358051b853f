using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks;

/// <summary>
/// Sines, and after them cosines, of a number at frequencies of 1 to 1/10,000 radians per unit in geometric steps
/// (Vaswani et al. 2017, section 3.5). It has no parameters.
/// </summary>
public sealed class SinusoidalEmbedding : Module<Tensor, Tensor>
{
    private const string Frequencies = "frequencies";

    /// <summary>Makes one.</summary>
    /// <param name="size">E, even and at least 4.</param>
    public SinusoidalEmbedding(int size)
        : base(nameof(SinusoidalEmbedding))
    {
        int half = size / 2;
        double[] frequencies = [.. Enumerable.Range(0, half).Select(i => Math.Exp(i * -Math.Log(10000) / (half - 1)))];
        register_buffer(Frequencies, tensor(frequencies), persistent: false);
    }

    /// <param name="input">[B] of any type.</param>
    /// <returns>[B, E] float64: in single precision the angles of large numbers would be coarse.</returns>
    public override Tensor forward(Tensor input)
    {
        Tensor angles = input.to(ScalarType.Float64).unsqueeze(-1) * get_buffer(Frequencies)!;
        return cat([angles.sin(), angles.cos()], -1);
    }
}
