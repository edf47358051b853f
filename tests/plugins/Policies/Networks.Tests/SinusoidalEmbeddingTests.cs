using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests;

public sealed class SinusoidalEmbeddingTests
{
    [Fact]
    public void It_holds_sines_and_then_cosines_at_geometric_frequencies()
    {
        using DisposeScope scope = NewDisposeScope();
        using var embedding = new SinusoidalEmbedding(6);
        double[] found = [.. embedding.call(tensor(new[] { 0L, 37L }))[1].data<double>().ToArray()];
        double[] angles = [37, 0.37, 0.0037];
        Assert.Equal([.. angles.Select(Math.Sin), .. angles.Select(Math.Cos)], found, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void It_takes_fractions_and_has_nothing_to_save()
    {
        using DisposeScope scope = NewDisposeScope();
        using var embedding = new SinusoidalEmbedding(4);
        Assert.Equal(Math.Sin(0.25), embedding.call(tensor(new[] { 0.25f }))[0, 0].item<double>(), 1e-15);
        Assert.Empty(embedding.state_dict());
    }
}
