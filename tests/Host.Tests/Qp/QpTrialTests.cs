using System.Text.Json;
using DiffOG.Constraints;
using DiffOG.Host.Qp;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Qp;

public sealed class QpTrialTests
{
    private static readonly QpTrialSettings Settings = new(1, 1e-6);

    [Theory]
    [InlineData("hs21.qps", -99.96, 1)]
    [InlineData("hs35.qps", 1.0 / 9, 1)]
    [InlineData("hs76.qps", -103.0 / 22, 2)]
    [InlineData("ranges.qps", 10, 2)]
    public void a_solution_is_confirmed_and_has_the_known_objective(string file, double objective, int active)
    {
        QpTrial trial = Run(Problems.Read(file), new EveryActiveSet());
        Assert.True(trial.Confirmed);
        Assert.False(trial.Refuted);
        Assert.Equal(objective, trial.Objective, 1e-12);
        Assert.Equal(active, trial.Check!.ActiveRows);
    }

    [Fact]
    public void a_solver_that_calls_a_wrong_point_solved_is_refuted()
    {
        QpTrial trial = Run(Problems.Read("hs21.qps"), new FixedAnswer(QpStatus.Solved, [2, 0.01], [0, -0.04, 0]));
        Assert.True(trial.Refuted);
        Assert.Contains("check            REFUTED: the solver calls it solved, but the largest relative residual is 0.02, more than 1E-06", QpTable.Lines(trial, Settings));
    }

    [Fact]
    public void a_proof_of_infeasibility_is_checked()
    {
        QpCase qp = Problems.Read("infeasible.qps");
        double[] nowhere = [double.NaN, double.NaN];
        QpTrial proved = Run(qp, new FixedAnswer(QpStatus.Infeasible, nowhere, [-1, 1, 1])), claimed = Run(qp, new FixedAnswer(QpStatus.Infeasible, nowhere, [-1, 1, 0]));
        Assert.False(proved.Confirmed);
        Assert.Equal("check            the multipliers prove that no point is feasible: |Gᵀy| 0, Σ y⁺·upper − Σ y⁻·lower -1", QpTable.Lines(proved, Settings).Last());
        Assert.StartsWith("check            the multipliers do NOT prove that no point is feasible", QpTable.Lines(claimed, Settings).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void repeats_are_timed_without_the_first()
    {
        QpTrial trial = Run(Problems.Read("hs21.qps"), new EveryActiveSet(), Settings with { Repeats = 4 });
        Assert.Equal(new QpTiming(1, 4, 1, 1), trial.Time);
        Assert.Equal(new QpTiming(1, 0, 1, 1), Run(Problems.Read("hs21.qps"), new EveryActiveSet()).Time);
    }

    [Fact]
    public void the_warm_start_of_the_file_is_handed_on_unless_it_is_left_out()
    {
        QpCase qp = Problems.Read("hs21.qps") with { Start = new QpStart([3, 4], [5, 6, 7]) };
        EveryActiveSet warm = new(), cold = new();
        Run(qp, warm, Settings with { Repeats = 2 });
        Run(qp, cold, Settings with { Cold = true });
        Assert.All(warm.Starts, s => Assert.Equal([3, 4], s!.X));
        Assert.Equal([5, 6, 7], warm.Starts[0]!.Multipliers);
        Assert.Equal(3, warm.Starts.Count);
        Assert.Equal([null], cold.Starts);
    }

    [Fact]
    public void a_trial_is_told_quantity_by_quantity()
    {
        QpTrial trial = Run(Problems.Read("hs21.qps"), new FixedAnswer(QpStatus.Solved, [2, 0], [0, -0.04, 0]));
        trial.Solution.Method = "a method";
        Assert.Equal("hs21.qps: HS21, 2 variables, 3 rows (1 general, 2 box)", QpTable.Problem("hs21.qps", Problems.Read("hs21.qps")));
        Assert.Equal(
            """
            solver           tiny 1.2.3
            status           solved
            method           a method
            objective        -99.96
                             by the solver  by the check
            primal           0              0
            dual             0              0
            complementarity  0              0
            signs            –              0
            active rows      1
            iterations       0
            time             1E+03 ms for the first solve, in which code is compiled; --repeat measures more
            check            confirmed: the largest relative residual is 0
            """,
            string.Join('\n', QpTable.Lines(trial, Settings)));
    }

    [Fact]
    public void several_trials_stand_one_a_line()
    {
        QpCase qp = Problems.Read("hs21.qps");
        QpTrial[] trials = [Run(qp, new EveryActiveSet()), Run(qp, new FixedAnswer(QpStatus.Solved, [2, 0.5], [0, -0.04, 0])), Run(qp, new FixedAnswer(QpStatus.NotConvex, [double.NaN, double.NaN], new double[3]))];
        Assert.Equal(
            """
            solver  status     check      objective  residual  iterations  time [ms]  x from tiny
            tiny    solved     confirmed     -99.96         0           1      1E+03            –
            tiny    solved     REFUTED       -99.71         1           0      1E+03          0.5
            tiny    notConvex  –                  –         –           0      1E+03            –
            Residuals are found by code that is not the solver, relative to the numbers they are differences of; 1E-06 is let pass.
            """,
            string.Join('\n', QpTable.Comparison(trials, Settings)));
    }

    [Fact]
    public void programs_get_everything_as_json()
    {
        QpCase qp = Problems.Read("hs21.qps");
        QpTrial[] trials = [Run(qp, new EveryActiveSet()), Run(qp, new FixedAnswer(QpStatus.NotConvex, [double.NaN, double.NaN], new double[3]))];
        JsonElement json = JsonDocument.Parse(QpResultJson.Of("hs21.qps", qp, trials, Settings)).RootElement;
        Assert.Equal((1, 2, 3, "general"), (json.GetProperty("formatVersion").GetInt32(), json.GetProperty("variables").GetInt32(), json.GetProperty("rows").GetInt32(), json.GetProperty("blocks")[0].GetProperty("kind").GetString()));
        JsonElement solved = json.GetProperty("solvers")[0], failed = json.GetProperty("solvers")[1];
        Assert.Equal(("tiny", "solved", true), (solved.GetProperty("id").GetString(), solved.GetProperty("status").GetString(), solved.GetProperty("confirmed").GetBoolean()));
        Assert.Equal([2.0, 0.0], solved.GetProperty("x").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(-0.04, solved.GetProperty("multipliers")[1].GetDouble(), 1e-15);
        Assert.Equal(0, solved.GetProperty("residuals").GetProperty("check").GetProperty("signs").GetDouble());
        Assert.Equal("NaN", failed.GetProperty("x")[0].GetString());
        Assert.Equal("NaN", failed.GetProperty("differenceFromFirst").GetString());
        Assert.Equal(1, failed.GetProperty("seconds").GetProperty("median").GetDouble());
    }

    [Theory]
    [InlineData("hs35.qps", QpStatus.Solved, 1.0 / 9)]
    [InlineData("ranges.qps", QpStatus.Solved, 10.0)]
    [InlineData("infeasible.qps", QpStatus.Infeasible, double.NaN)]
    public void proximal_steps_end_where_the_problem_itself_does(string file, QpStatus status, double objective)
    {
        QpTrial trial = Run(Problems.Read(file), new EveryActiveSet(), Settings with { Proximal = true });
        Assert.Equal(status, trial.Solution.Status);
        Assert.Equal(objective, trial.Objective, 1e-9);
    }

    [Fact]
    public void proximal_steps_solve_a_linear_program()
    {
        // maximise 3 x + 2 y, x + y <= 4, 2 x + y <= 6: (2, 2), 10.
        QpCase linear = new(new QpProblem(new double[4], [-3, -2], new LinearConstraints(
            2,
            new GeneralBlock(new SparseRows(2, [0, 2, 4], [0, 1, 0, 1], [1, 1, 2, 1]), [double.NegativeInfinity, double.NegativeInfinity], [4, 6]),
            new BoxBlock(2, [0, 1], [0, 0], [double.PositiveInfinity, double.PositiveInfinity]))));
        QpTrial trial = Run(linear, new EveryActiveSet(), Settings with { Proximal = true });
        Assert.True(trial.Confirmed);
        Assert.Equal(-10, trial.Objective, 1e-9);
        Assert.Equal("By 2 proximal steps.", trial.Solution.Detail);
    }

    [Fact]
    public void a_point_that_is_good_enough_is_kept_where_a_later_proximal_step_fails()
    {
        QpCase linear = new(new QpProblem([0], [-3], new LinearConstraints(1, new BoxBlock(1, [0], [0], [0.5]))));
        QpTrial trial = Run(linear, new OnceOnly(), Settings with { Proximal = true });
        Assert.Equal((QpStatus.SolvedInaccurately, 0.5, "Once only."), (trial.Solution.Status, trial.Solution.X[0], trial.Solution.Detail));
        Assert.True(trial.Confirmed);
    }

    [Fact]
    public void proximal_steps_without_end_are_an_unbounded_problem()
    {
        QpTrial trial = Run(Problems.Read("unbounded.qps"), new EveryActiveSet(), Settings with { Proximal = true });
        Assert.Equal(QpStatus.Unbounded, trial.Solution.Status);
        Assert.False(trial.Confirmed);
    }

    /// <summary>Solves one problem and no more.</summary>
    private sealed class OnceOnly : IQpSolver
    {
        private bool asked;

        public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution?>? warmStarts = null)
        {
            QpSolution solution = new EveryActiveSet().Solve(problems)[0];
            (solution.Status, solution.Detail, asked) = (asked ? QpStatus.NotConvex : QpStatus.Solved, asked ? "Once only." : null, true);
            return [solution];
        }

        public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => throw new NotSupportedException();
    }

    private static QpTrial Run(QpCase qp, IQpSolver solver, QpTrialSettings? settings = null) =>
        QpTrial.Run(qp, EveryActiveSet.UnderTest(solver), settings ?? Settings, new TickingClock(), TestContext.Current.CancellationToken);
}
