using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.BcRnn;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class BcRnnPluginContract : PluginContract<BcRnnPlugin>;

public sealed class BcRnnContract : PolicyContract
{
    // Matrix products of other sizes sum in another order; a range is 2 here.
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new BcRnnPlugin().Create(new BcRnnOptions { HiddenSize = 16 }, SevenDimensions.Context());
        policy.Prepare(new(InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7), InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7)), seed: 3);
        return policy;
    }
}
