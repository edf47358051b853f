using DiffOG.Policies.Networks.Noise;
using DiffOG.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Noise;

/// <summary>Gradients of losses and of clean chunks, against central differences in double precision.</summary>
public sealed class NoiseGradientTests
{
    private const double Step = 1e-6;

    public static TheoryData<ProcessKind, PredictionKind> All => new()
    {
        { ProcessKind.Diffusion, PredictionKind.Noise },
        { ProcessKind.Diffusion, PredictionKind.Clean },
        { ProcessKind.Diffusion, PredictionKind.Velocity },
        { ProcessKind.Flow, PredictionKind.Velocity },
        { ProcessKind.Flow, PredictionKind.Clean },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void The_gradient_of_the_loss_is_its_slope(ProcessKind process, PredictionKind prediction) =>
        Check(process, prediction, loss => loss.Value);

    [Theory]
    [MemberData(nameof(All))]
    public void The_gradient_of_the_clean_chunks_is_their_slope(ProcessKind process, PredictionKind prediction) =>
        Check(process, prediction, loss => loss.Clean().sin().mean());

    private static void Check(ProcessKind kind, PredictionKind prediction, Func<NoiseLoss, Tensor> of)
    {
        using DisposeScope scope = NewDisposeScope();
        NoiseProcess process = new Options { Process = kind, Prediction = prediction, ClipSample = false }.CreateProcess();
        using var generator = new Generator(17);
        Tensor chunks = (rand([6, 4, 2], ScalarType.Float64, generator: generator) * 2) - 1;
        Tensor weight = randn([2, 2], ScalarType.Float64, generator: generator).requires_grad_(true);
        Tensor Value(Tensor w) => of(process.Loss((x, t, _) => x.matmul(w).tanh() + (t.to(ScalarType.Float64) * 1e-3).cos().reshape(-1, 1, 1), chunks, zeros(6), new GaussianSource(2, 2)));
        Value(weight).backward();
        for (int i = 0; i < 4; i++)
        {
            Tensor towards = zeros([4], ScalarType.Float64);
            towards[i] = Step;
            Tensor moved = towards.reshape(2, 2);
            double slope = (Value(weight.detach() + moved) - Value(weight.detach() - moved)).item<double>() / (2 * Step);
            double found = weight.grad!.reshape(4)[i].item<double>();
            Assert.True(Math.Abs(slope - found) <= 1e-7 * Math.Max(1, Math.Abs(slope)), $"Weight {i}: gradient {found:R}, slope {slope:R}.");
        }
    }

    private sealed class Options : DenoisingOptions;
}
