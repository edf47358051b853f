using System.ComponentModel.DataAnnotations;
using DiffOG.Policies.Networks.Noise;
using Xunit;

namespace DiffOG.Policies.Networks.Tests.Noise;

public sealed class DenoisingOptionsTests
{
    [Fact]
    public void Naming_the_process_is_enough()
    {
        Assert.Empty(Errors(new Options()));
        Assert.Empty(Errors(new Options { Process = ProcessKind.Flow, TrainSteps = 2 }));
        Assert.IsType<DiffusionProcess>(new Options().CreateProcess());
        FlowProcess flow = Assert.IsType<FlowProcess>(new Options { Process = ProcessKind.Flow }.CreateProcess());
        Assert.Equal((SamplerKind.Euler, PredictionKind.Velocity), (flow.Sampler, flow.Prediction));
    }

    [Fact]
    public void What_belongs_to_a_flow_is_refused_in_diffusion() => Assert.Equal(
        [
            "InferenceSteps: 200 exceeds the 100 training steps",
            "Sampler: midpoint solves a flow; a diffusion takes ddim or ddpm",
            "TimeSampling: logitNormal is for a flow; a diffusion draws its steps evenly",
        ],
        Errors(new Options { InferenceSteps = 200, Sampler = SamplerKind.Midpoint, TimeSampling = TimeSampling.LogitNormal }));

    [Fact]
    public void What_belongs_to_diffusion_is_refused_in_a_flow() => Assert.Equal(
        [
            "ExecutedSteps: 16 steps cannot be executed; horizon 16 and 2 observations leave 15",
            "Sampler: ddpm undoes diffusion steps; a flow takes euler or midpoint",
            "Prediction: noise says nothing of the chunk where a flow begins; it takes velocity or clean",
        ],
        Errors(new Options { Process = ProcessKind.Flow, ExecutedSteps = 16, Sampler = SamplerKind.Ddpm, Prediction = PredictionKind.Noise }));

    private static string[] Errors(Options options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }

    private sealed class Options : DenoisingOptions;
}
