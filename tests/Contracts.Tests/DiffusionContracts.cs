using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.Diffusion;
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
