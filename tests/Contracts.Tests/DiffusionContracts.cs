using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.Diffusion;
using DiffOG.Policies.Networks.Noise;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class DiffusionPluginContract : PluginContract<DiffusionPlugin>;

public sealed class DiffusionContract : PolicyContract
{
    // Matrix products of other sizes sum in another order; a range is 2 here.
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new DiffusionPlugin().Create(
            new DiffusionOptions { Horizon = 8, ExecutedSteps = 4, Channels = [16, 32], StepEmbedding = 16 }, SevenDimensions.Context());
        policy.Prepare(new(InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7), InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7)), seed: 3);
        return policy;
    }
}

public sealed class FlowContract : PolicyContract
{
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new DiffusionPlugin().Create(
            new DiffusionOptions { Horizon = 8, ExecutedSteps = 4, Channels = [16, 32], StepEmbedding = 16, Process = ProcessKind.Flow, Sampler = SamplerKind.Midpoint },
            SevenDimensions.Context());
        policy.Prepare(new(InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7), InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7)), seed: 3);
        return policy;
    }
}

public sealed class DiffusionWithPicturesContract : PolicyContract
{
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new DiffusionPlugin().Create(
            new DiffusionOptions
            {
                Horizon = 8,
                ExecutedSteps = 4,
                Channels = [16, 32],
                StepEmbedding = 16,
                Vision = new() { Cameras = ["front", "hand"], Values = ["eef_pos"], Width = 16, Stages = 2, Colours = ColourNormaliserKind.MeanStd },
            },
            SevenDimensions.Seeing());
        InputStatistics colours = new([0, 0, 0], [1, 1, 1], [0.5, 0.4, 0.3], [0.2, 0.2, 0.2]);
        policy.Prepare(
            new(
                InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7),
                InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7),
                policy.Spec.Observations.Cameras.ToDictionary(c => c.Name, _ => colours)),
            seed: 3);
        return policy;
    }
}
