using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.DiffusionTransformer;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class DiffusionTransformerPluginContract : PluginContract<DiffusionTransformerPlugin>;

public sealed class DiffusionTransformerContract : PolicyContract
{
    // Matrix products of other sizes sum in another order; a range is 2 here.
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new DiffusionTransformerPlugin().Create(
            new DiffusionTransformerOptions { Horizon = 9, ExecutedSteps = 4, EmbedSize = 16, Layers = 2, Vision = new() { Cameras = ["front"], Width = 16, Stages = 2 } },
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
