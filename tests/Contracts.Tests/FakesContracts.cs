using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing;
using DiffOG.Testing.Contracts;
using DiffOG.Testing.Fakes;

namespace DiffOG.Contracts.Tests;

// The fakes that plugin authors get keep the contracts themselves.
public sealed class PointMassSimulatorContract : SimulatorContract
{
    protected override ISimulator Create() => new PointMassSimulator();
}

public sealed class ScriptedPolicyContract : PolicyContract
{
    protected override IPolicy Create()
    {
        TaskSpec task = new PointMassSimulator().Spec;
        return new ScriptedPolicy(new PolicySpec(task.Observations, task.Action, 2, 8, 4), o => [-o.Values[0], -o.Values[1], -1]);
    }
}

public sealed class IdentityProjectorContract : QProjectorContract
{
    protected override IQProjector Create() => new IdentityProjector(5, 3);
}

public sealed class StepLimitContract : ConstraintSetContract
{
    protected override IConstraintSet Create() => new StepLimit(0.1, 0, 1, 2, 3, 4, 5);
}

public sealed class MemoryDatasetContract : DatasetContract
{
    protected override IDemonstrationDataset Open() => Sound();

    internal static MemoryDataset Sound()
    {
        TaskSpec task = new PointMassSimulator().Spec;
        var dataset = new MemoryDataset(task.Observations, task.Action, task.Rate);
        for (int episode = 0; episode < 3; episode++)
            dataset.Append(new EpisodeWindow(RandomValues.Normal(2 * (7 + episode), episode), RandomValues.Normal(3 * (7 + episode), 10 + episode)), new Dictionary<string, string>());
        return dataset;
    }
}
