using DiffOG.Diagnostics;
using DiffOG.Learning.Natives;
using DiffOG.Testing.Problems;
using TorchSharp;
using Xunit;

namespace DiffOG.Solvers.TorchInteriorPoint.Tests;

/// <summary>Devices that exist and that do not, and what is left on them.</summary>
public sealed class DeviceTests
{
    private static readonly QpProblem[] Problems = [.. Enumerable.Range(0, 6).Select(i => new LayerProblems(5 + i, 3, CostKind.Trained, 4).Make(i))];

    [Theory]
    [InlineData("cuda", 0, "no CUDA device")]
    [InlineData("cuda:1", 1, "one CUDA device, cuda:0")]
    [InlineData("cuda:7", 4, "4 CUDA devices, cuda:0 to cuda:3")]
    public void A_device_that_does_not_exist_is_named_with_what_there_is(string name, int found, string seen)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Devices.Require(name, found));

        Assert.Equal(("DOG1860", $"The solver torch-interior-point is set to the device '{name}', and the libtorch in use sees {seen}."), (error.Id, error.Detail));
    }

    [Theory]
    [InlineData("cuda", 1)]
    [InlineData("cuda:0", 1)]
    [InlineData("cuda:3", 4)]
    public void A_device_that_exists_is_accepted(string name, int found) => Devices.Require(name, found);

    [Fact]
    public void Nothing_falls_back_to_the_cpu_silently()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "This machine has a CUDA device.");
        Assert.Equal("DOG1860", Assert.Throws<DiffOGException>(() => Solvers.Create(new() { Device = "cuda" })).Id);
    }

    [Fact]
    public void On_a_cuda_device_the_answers_are_those_of_the_cpu()
    {
        Assert.SkipUnless(torch.cuda.is_available(), "Needs a CUDA device and a libtorch built for it.");
        IQpSolver solver = Solvers.Create(new() { Device = "cuda" });

        Assert.Equal(Solvers.Default.Solve(Problems).Select(s => s.X), solver.Solve(Problems).Select(s => s.X));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_tensor_is_left_behind(bool polish)
    {
        IQpSolver solver = Solvers.Create(new() { Polish = polish, MaxBatch = 2 });
        QpProblem[] problems = [.. Problems, Problems[0] with { Q = [.. Problems[0].Q.Select(q => -q)] }];
        long before = LiveTensors.Count();

        IReadOnlyList<QpSolution> solutions = solver.Solve(problems);
        solver.Differentiate(solutions, [.. solutions.Select(s => (ReadOnlyMemory<double>)s.Problem.P)]);

        // Not collected before counting: nothing may be left to the collector, which knows nothing of a device's memory.
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_solve_takes_no_part_in_the_callers_graph_or_scope()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long held = scope.DisposablesCount;

        IReadOnlyList<QpSolution> solutions = Solvers.Unpolished.Solve(Problems);
        Solvers.Unpolished.Differentiate(solutions, [.. Problems.Select(p => (ReadOnlyMemory<double>)p.P)]);

        Assert.Equal(held, scope.DisposablesCount);
        Assert.True(torch.is_grad_enabled());
    }
}
