using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.Act;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class ActPluginContract : PluginContract<ActPlugin>;

public sealed class ActContract : PolicyContract
{
    // Matrix products of other sizes sum in another order; a standard deviation is 1 here.
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new ActPlugin().Create(
            new ActOptions { ChunkSize = 8, ExecutedSteps = 4, EmbedSize = 16, FeedForward = 32, LatentSize = 4 }, SevenDimensions.Context());
        policy.Prepare(new(InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7), InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7)), seed: 3);
        return policy;
    }
}
