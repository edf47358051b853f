using System.ComponentModel.DataAnnotations;
using DiffOG.Learning.Tests;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>What may be set, and what it changes.</summary>
public sealed class OptionTests
{
    private static readonly QpProblem Problem = new LayerProblems(12, 4, CostKind.Untrained, 4) { Rows = LayerRows.HalfSpaces }.Make(4);

    public static TheoryData<AdmmOptions, string> Refused => new()
    {
        { new() { RelativeTolerance = 1e-4, ReducedTolerance = 1e-5 }, "1E-05 is below the relative tolerance 0.0001" },
        { new() { RelativeTolerance = 0 }, "The field RelativeTolerance must be between 1E-12 and 0.01." },
        { new() { AbsoluteTolerance = -1 }, "The field AbsoluteTolerance must be between 0 and 0.001." },
        { new() { Penalty = 0 }, "The field Penalty must be between 1E-06 and 1000000." },
        { new() { Relaxation = 2 }, "The field Relaxation must be between 1 and 1.9." },
        { new() { MaxIterations = 0 }, "The field MaxIterations must be between 1 and 10000000." },
        { new() { ScalingSweeps = -1 }, "The field ScalingSweeps must be between 0 and 50." },
        { new() { Threads = -1 }, "The field Threads must be between 0 and 1024." },
    };

    public static TheoryData<AdmmOptions> Settings =>
    [
        new AdmmOptions() { Polish = false },
        new AdmmOptions() { Polish = false, Relaxation = 1 },
        new AdmmOptions() { Polish = false, ScalingSweeps = 0 },
        new AdmmOptions() { Polish = false, Penalty = 1e-3 },
        new AdmmOptions() { Polish = false, Penalty = 1e3 },
        new AdmmOptions() { Polish = false, AdaptivePenalty = false },
        new AdmmOptions() { Relaxation = 1.8, ScalingSweeps = 10, Penalty = 10, AdaptivePenalty = false },
        new AdmmOptions() { MaxIterations = 1 },
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_out_of_range_is_refused_in_words(AdmmOptions options, string message)
    {
        List<ValidationResult> results = [];

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, true));
        Assert.Equal(message, results.Single().ErrorMessage);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void No_setting_changes_the_answer(AdmmOptions options)
    {
        QpSolution solution = Solvers.Create(options).Solve(Problem);

        Assert.True(solution.Status == QpStatus.Solved, solution.Detail);
        Close.To(Solvers.Reference.Solve(Problem).X, solution.X, 1e-5);
    }

    [Fact]
    public void The_adaptive_penalty_repairs_a_bad_start()
    {
        QpSolution kept = Solvers.Create(new() { Polish = false, Penalty = 1e4, AdaptivePenalty = false, MaxIterations = 3000 }).Solve(Problem);
        QpSolution adapted = Solvers.Create(new() { Polish = false, Penalty = 1e4, MaxIterations = 3000 }).Solve(Problem);

        Assert.NotEqual(QpStatus.Solved, kept.Status);
        Assert.Equal(QpStatus.Solved, adapted.Status);
    }

    [Fact]
    public void A_looser_tolerance_takes_fewer_steps()
    {
        QpSolution loose = Solvers.Create(new() { Polish = false, AbsoluteTolerance = 1e-3, RelativeTolerance = 1e-3, ReducedTolerance = 1e-2 }).Solve(Problem), tight = Solvers.Plain.Solve(Problem);

        Assert.True(loose.Iterations < tight.Iterations / 2, $"{loose.Iterations} and {tight.Iterations}");
        Assert.InRange(loose.PrimalResidual, 1e-9, 1e-2);
    }

    [Fact]
    public void What_is_within_the_absolute_tolerance_need_not_be_within_the_relative_one()
    {
        QpSolution loose = Solvers.Create(new() { Polish = false, AbsoluteTolerance = 1e-3, RelativeTolerance = 1e-12 }).Solve(Problem), tight = Solvers.Plain.Solve(Problem);

        Assert.Equal(QpStatus.Solved, loose.Status);
        Assert.True(loose.Iterations < tight.Iterations / 2, $"{loose.Iterations} and {tight.Iterations}");
    }
}
