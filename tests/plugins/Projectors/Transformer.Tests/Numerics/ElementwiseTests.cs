using DiffOG.Projectors.Transformer.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests.Numerics;

public sealed class ElementwiseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(37)]
    [InlineData(256)]
    public void Rows_become_what_Torch_makes_of_them(int length)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] x = Random(length, 1), added = Random(length, 2), scale = Random(length, 3), shift = Random(length, 4);
        Same(nn.functional.layer_norm(tensor(x) + tensor(added), [length], tensor(scale), tensor(shift)), x, v => Elementwise.AddAndNormalise(v, added, scale, shift));
        Same(nn.functional.layer_norm(tensor(x), [length], tensor(scale), tensor(shift)), x, v => Elementwise.Normalise(v, scale, shift));
        Same((tensor(x) * 0.3f).softmax(0), x, v => Elementwise.Softmax(v, 0.3f));
        Same(tensor(x) + (tensor(added) * 0.7f), x, v => Elementwise.AddScaled(v, added, 0.7f));
        Same(tensor(x).relu(), x, v => Elementwise.Rectify(v));
        Same(tensor(x).tanh(), x, v => Elementwise.Tanh(v));
        Same(maximum(tensor(x), tensor(added)), x, v => Elementwise.Largest(v, added));
        Same(tensor(x).clamp(-0.5, 0.5), x, v =>
        {
            double[] bounded = new double[length + 7];
            Elementwise.Clamp(v, 0.5f, bounded);
            for (int i = 0; i < length; i++)
                v[i] = (float)bounded[i];
        });
    }

    [Fact]
    public void The_softmax_of_large_numbers_is_finite()
    {
        float[] x = [1000, 1000, -1000, 0, 0, 0, 0, 0, 1000];
        Elementwise.Softmax(x, 1);
        float[] expected = [1f / 3, 1f / 3, 0, 0, 0, 0, 0, 0, 1f / 3];
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(expected[i], x[i], 1e-6f);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void What_is_not_a_number_stays_so(int length)
    {
        float[] Wrong()
        {
            float[] x = new float[length];
            x[0] = x[^1] = float.NaN;
            return x;
        }

        float[] rectified = Wrong(), largest = Wrong();
        double[] bounded = new double[length + 7];
        Elementwise.Rectify(rectified);
        Elementwise.Largest(largest, new float[length]);
        Elementwise.Clamp(Wrong(), 10, bounded);
        foreach (int i in new[] { 0, length - 1 })
            Assert.True(float.IsNaN(rectified[i]) && float.IsNaN(largest[i]) && double.IsNaN(bounded[i]));
    }

    private static void Same(Tensor expected, float[] x, Action<float[]> change)
    {
        float[] found = [.. x];
        change(found);
        float[] wanted = expected.data<float>().ToArray();
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(wanted[i], found[i], 2e-6 * Math.Max(1, Math.Abs(wanted[i])));
    }

    private static float[] Random(int length, long seed) => [.. RandomMatrices.Floats(1, length, seed).Row(0)];
}
