using DiffOG.Constraints.Difference;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Policies.Leto;
using DiffOG.Solvers.Auto;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;
using DiffOG.Testing.Fakes;

namespace DiffOG.Contracts.Tests;

public sealed class LetoPluginContract : PluginContract<LetoPlugin>;

public sealed class LetoContract : PolicyContract
{
    // Matrix products of other sizes sum in another order; a range is 2 here.
    protected override double BatchTolerance => 1e-4;

    protected override IPolicy Create()
    {
        ITrainablePolicy policy = new LetoPlugin().Create(
            new LetoOptions { HiddenSize = 16 }, SevenDimensions.Context(new GivenPlugins(("difference", new DifferencePlugin()), ("auto", new AutoPlugin()))));
        policy.Prepare(new(InputStatistics.Of(RandomValues.Normal(7 * 20, 1), 7), InputStatistics.Of(RandomValues.Normal(7 * 20, 2), 7)), seed: 3);
        return policy;
    }
}
