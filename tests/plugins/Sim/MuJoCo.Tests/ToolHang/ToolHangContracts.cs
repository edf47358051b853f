using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Tasks.ToolHang;
using DiffOG.Testing.Contracts;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.ToolHang;

public sealed class ToolHangPluginContract : PluginContract<ToolHangPlugin>;

public sealed class ToolHangSimulatorContract : SimulatorContract
{
    protected override ISimulator Create()
    {
        Needs.MuJoCo();
        return new ToolHangPlugin().Create(new ToolHangOptions { MaxSteps = 60 }, new PluginContext());
    }
}

public sealed class ToolHangOptionsTests
{
    [Fact]
    public void Impossible_values_are_refused_with_their_range()
    {
        ToolHangOptions options = new() { MaxSteps = 0, PlacementRange = 0.1, HeadingRange = 1 };
        List<ValidationResult> failures = [];
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true));
        Assert.Equal(
            [
                "The field MaxSteps must be between 1 and 100000.", "The field PlacementRange must be between 0 and 0.04.",
                "The field HeadingRange must be between 0 and 0.4.",
            ],
            failures.Select(f => f.ErrorMessage));
    }
}
