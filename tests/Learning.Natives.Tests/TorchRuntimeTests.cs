using DiffOG.Learning.Natives;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Natives.Tests;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void A_batched_Cholesky_factor_multiplies_back_to_its_matrix()
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(7);
        Tensor a = randn([8, 12, 12], ScalarType.Float64, generator: random);
        Tensor spd = a.matmul(a.mT) + eye(12, dtype: ScalarType.Float64);

        Tensor factor = linalg.cholesky(spd);

        double error = (factor.matmul(factor.mT) - spd).abs().max().item<double>();
        Assert.InRange(error, 0, 1e-11);
    }

    [Fact]
    public void Loading_twice_returns_the_same_place() => Assert.Same(TorchRuntime.Load(), TorchRuntime.Load());

    [Fact]
    public void No_native_library_is_copied_beside_the_program()
    {
        _ = zeros(1);
        IEnumerable<string> natives = Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal)
                || Path.GetFileName(file).StartsWith("libLibTorchSharp", StringComparison.Ordinal));

        Assert.Empty(natives);
    }
}
