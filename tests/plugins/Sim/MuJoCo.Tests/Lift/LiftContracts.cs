using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using DiffOG.Testing.Contracts;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Lift;

public sealed class LiftPluginContract : PluginContract<LiftPlugin>;

public sealed class LiftSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new LiftPlugin().Create(new LiftOptions { MaxSteps = 60 }, new PluginContext());
    }
}

public sealed class LiftOptionsTests
{
    [Fact]
    public void Impossible_values_are_refused_with_their_range()
    {
        LiftOptions options = new() { MaxSteps = 0, CubeHalfSize = 0.1 };
        List<ValidationResult> failures = [];
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true));
        Assert.Equal(
            ["The field MaxSteps must be between 1 and 100000.", "The field CubeHalfSize must be between 0.015 and 0.03."], failures.Select(f => f.ErrorMessage));
    }
}
