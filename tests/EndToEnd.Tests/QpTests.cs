using System.Text.Json;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class QpTests(FinishedRun finished)
{
    private static readonly string Problems = Path.Combine(AppContext.BaseDirectory, "Problems");

    [Theory]
    [InlineData("hs21.qps", -99.96)]
    [InlineData("hs35.qps", 1.0 / 9)]
    [InlineData("hs76.qps", -103.0 / 22)]
    [InlineData("ranges.qps", 10)]
    public void a_published_problem_is_solved_to_its_known_optimum(string file, double objective)
    {
        JsonElement solver = Solve(0, file, "--json");
        Assert.Equal("solved", solver.GetProperty("status").GetString());
        Assert.Equal(objective, solver.GetProperty("objective").GetDouble(), 1e-6);
        Assert.True(solver.GetProperty("confirmed").GetBoolean());
    }

    [Fact]
    public void an_infeasible_problem_ends_in_3_with_a_proof()
    {
        JsonElement solver = Solve(3, "infeasible.qps", "--json", "--solver", "interior-point");
        Assert.Equal("infeasible", solver.GetProperty("status").GetString());
        Assert.True(solver.GetProperty("certificate").GetProperty("gap").GetDouble() < 0);
    }

    [Fact]
    public void an_unbounded_problem_ends_in_3() =>
        Assert.Equal("unbounded", Solve(3, "unbounded.qps", "--json", "--proximal", "--solver", "interior-point").GetProperty("status").GetString());

    [Fact]
    public void every_solver_agrees_on_a_published_problem()
    {
        Ended listed = Diffog.Run(Problems, "plugins", "list");
        string[] ids = [.. listed.Output.Split('\n').Select(l => l.Trim().Split('\t')).Where(c => c[0] == "QP solver" && !c[1].StartsWith("torch", StringComparison.Ordinal)).Select(c => c[1])];
        Assert.Contains("interior-point", ids);
        Ended ended = Diffog.Run(Problems, "qp", "solve", "hs21.qps", "--compare", string.Join(',', ids));
        Assert.DoesNotContain("REFUTED", ended.Output);
        Assert.Contains("confirmed", ended.Output);
    }

    [Fact]
    public void the_problem_of_a_refinement_is_written_and_solved_again()
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        string file = Path.Combine(finished.Folder, "bug.qp.json");
        Ended dumped = Diffog.Run(finished.Folder, "qp", "dump", "bug.qp.json", "--run", finished.Run, "--refiner", "ours", "--episode", "0", "--chunk", "1", "--note", "A note.");
        Assert.True(dumped.Code == 0, dumped.Output);
        Assert.Contains("differences of order 1", dumped.Output);
        JsonElement problem = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Assert.Equal("A note.\nThe refinement ended with Refined", problem.GetProperty("note").GetString());
        Assert.True(problem.TryGetProperty("warmStart", out _));
        Ended solved = Diffog.Run(finished.Folder, "qp", "solve", "bug.qp.json");
        Assert.True(solved.Code == 0, solved.Output);
        Assert.Contains("confirmed", solved.Output);
    }

    [Theory]
    [InlineData("DOG1226", "--refiner", "hours", "--episode", "0", "--chunk", "0")]
    [InlineData("DOG1226", "--refiner", "ours", "--episode", "2", "--chunk", "0")]
    [InlineData("DOG1226", "--refiner", "ours")]
    [InlineData("DOG1227", "--refiner", "clip", "--episode", "0", "--chunk", "0")]
    public void a_refinement_that_is_not_there_is_named(string id, params string[] which)
    {
        Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");
        Ended ended = Diffog.Run(finished.Folder, ["qp", "dump", "none.qp.json", "--run", finished.Run, .. which]);
        Assert.True(ended.Code == 2, ended.Output);
        Assert.Contains(id, ended.Output);
        Assert.False(File.Exists(Path.Combine(finished.Folder, "none.qp.json")));
    }

    private static JsonElement Solve(int code, params string[] arguments)
    {
        Ended ended = Diffog.Run(Problems, ["qp", "solve", .. arguments]);
        Assert.True(ended.Code == code, $"exit code {ended.Code}:\n{ended.Output}");
        return JsonDocument.Parse(ended.Output).RootElement.GetProperty("solvers")[0];
    }
}
