using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Transport;
using DiffOG.Testing.Contracts;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Transport;

public sealed class TransportPluginContract : PluginContract<TransportPlugin>;

public sealed class TransportSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new TransportPlugin().Create(new TransportOptions { MaxSteps = 60 }, new PluginContext());
    }
}

public sealed class TransportOptionsTests
{
    [Fact]
    public void Impossible_values_are_refused_with_their_range()
    {
        TransportOptions options = new() { MaxSteps = 0, HeadHalfSize = 0.02, PlacementRange = 0.1 };
        List<ValidationResult> failures = [];
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true));
        Assert.Equal(
            [
                "The field MaxSteps must be between 1 and 100000.", "The field HeadHalfSize must be between 0.015 and 0.018.",
                "The field PlacementRange must be between 0 and 0.03.",
            ],
            failures.Select(f => f.ErrorMessage));
    }
}
