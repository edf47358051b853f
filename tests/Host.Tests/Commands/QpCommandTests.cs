using System.Text.Json;
using DiffOG.Host.Commands;
using DiffOG.Host.Tests.Composition;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

public sealed class QpCommandTests : IDisposable
{
    /// <summary>Solvers that know the solution of problem 21, or believe so; what they say holds their tolerance.</summary>
    private const string Solvers = "using System.Collections.Generic;\nusing System.Linq;\nusing DiffOG.Solvers;\n" + PluginCompiler.Usings + """
        public sealed class Options { public double Tolerance { get; init; } = 0.5; }
        sealed class Fixed(Options options, double x, QpStatus status) : IQpSolver
        {
            public IReadOnlyList<QpSolution> Solve(IReadOnlyList<QpProblem> problems, IReadOnlyList<QpSolution> warm = null) =>
                [.. problems.Select((p, i) => new QpSolution(p, status, [x, 0], [0, -0.04, 0]) { Detail = $"tolerance {options.Tolerance}, {(warm?[i] is null ? "cold" : "warm")}" })];
            public IReadOnlyList<QpGradient> Differentiate(IReadOnlyList<QpSolution> solutions, IReadOnlyList<ReadOnlyMemory<double>> gradients) => throw new NotSupportedException();
        }
        [Plugin("right", "Right.")]
        public sealed class RightPlugin : Plugin<IQpSolver, Options> { public override IQpSolver Create(Options o, PluginContext c) => new Fixed(o, 2, QpStatus.Solved); }
        [Plugin("auto", "Wrong.")]
        public sealed class WrongPlugin : Plugin<IQpSolver, Options> { public override IQpSolver Create(Options o, PluginContext c) => new Fixed(o, 2.5, QpStatus.Solved); }
        [Plugin("stuck", "Gives up.")]
        public sealed class StuckPlugin : Plugin<IQpSolver, Options> { public override IQpSolver Create(Options o, PluginContext c) => new Fixed(o, 2, QpStatus.IterationLimit); }
        """;

    private readonly Scratch _folder = new();

    public QpCommandTests()
    {
        PluginCompiler.Plugin(_folder["plugins"], "Solvers", Solvers);
        foreach (string name in (string[])["hs21.qps", "unbounded.qps"])
            File.Copy(Qp.Problems.PathOf(name), _folder[name]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_solution_that_the_check_confirms_ends_in_0()
    {
        (int code, string output, _) = await Run("solve", "hs21.qps", "--solver", "right");
        Assert.Equal(0, code);
        Assert.StartsWith("hs21.qps: HS21, 2 variables, 3 rows (1 general, 2 box)\nsolver           right 1.2.3\nstatus           solved\n", output, StringComparison.Ordinal);
        Assert.Contains("\nobjective        -99.96\n", output, StringComparison.Ordinal);
        Assert.EndsWith("check            confirmed: the largest relative residual is 0\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "REFUTED")]
    [InlineData("stuck", "there is no solution to check")]
    public async Task Anything_else_ends_in_3(string solver, string expected)
    {
        (int code, string output, string error) = await Run("solve", "hs21.qps", "--solver", solver);
        Assert.Equal(3, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("diffog: DOG", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_automatic_choice_or_the_files()
    {
        Assert.Contains("solver           auto", (await Run("solve", "hs21.qps")).Output, StringComparison.Ordinal);
        _folder.Write("named.qp.json", Problem("""{ "id": "right", "options": { "tolerance": 0.25 } }"""));
        string output = (await Run("solve", "named.qp.json")).Output;
        Assert.Contains("solver           right", output, StringComparison.Ordinal);
        Assert.Contains("detail           tolerance 0.25, warm\n", output, StringComparison.Ordinal);
        Assert.Contains("tolerance 0.25, cold\n", (await Run("solve", "named.qp.json", "--cold")).Output, StringComparison.Ordinal);
        Assert.Contains("tolerance 0.125, warm\n", (await Run("solve", "named.qp.json", "--set", "options.tolerance=0.125")).Output, StringComparison.Ordinal);
        Assert.Contains("tolerance 0.5, warm\n", (await Run("solve", "named.qp.json", "--solver", "stuck")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_solvers_are_compared()
    {
        (int code, string output, _) = await Run("solve", "hs21.qps", "--compare", "right, auto,stuck", "--repeat", "3");
        Assert.Equal(3, code);
        string[] lines = output.Split('\n');
        Assert.StartsWith("solver  status", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("right   solved          confirmed", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("auto    solved          REFUTED", lines[3], StringComparison.Ordinal);
        Assert.EndsWith("  0.5", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("stuck   iterationLimit  –", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_json_and_nothing_else()
    {
        (int code, string output, _) = await Run("solve", "hs21.qps", "--solver", "right", "--json", "--repeat", "5");
        Assert.Equal(0, code);
        JsonElement solver = JsonDocument.Parse(output).RootElement.GetProperty("solvers")[0];
        Assert.Equal(0.5, solver.GetProperty("options").GetProperty("tolerance").GetDouble());
        Assert.Equal(5, solver.GetProperty("seconds").GetProperty("repeats").GetInt32());
    }

    [Theory]
    [InlineData("DOG1220: The problem file 'nowhere.qps' cannot be read: it does not exist.", "solve", "nowhere.qps")]
    [InlineData("DOG1110: There is no QP solver 'rihgt'; there are ", "solve", "hs21.qps", "--solver", "rihgt")]
    [InlineData("DOG1205 options.tolerence: there is no such key; allowed: tolerance. Did you mean 'tolerance'?", "solve", "hs21.qps", "--set", "options.tolerence=1")]
    [InlineData("DOG1205 tolerance: there is no such key; allowed: options.", "solve", "hs21.qps", "--set", "tolerance=1")]
    [InlineData("DOG1211: this is no assignment", "solve", "hs21.qps", "--set", "options.tolerance")]
    [InlineData("DOG1021: --compare runs several solvers", "solve", "hs21.qps", "--compare", "auto,right", "--set", "options.tolerance=1")]
    [InlineData("DOG1021: --compare names no solver.", "solve", "hs21.qps", "--compare", ",")]
    [InlineData("DOG1021: --repeat is 0 and --tolerance 1E-06; the first must be 1 or more, the second 0 or more.", "solve", "hs21.qps", "--repeat", "0")]
    [InlineData("DOG1021: --repeat is 1 and --tolerance NaN;", "solve", "hs21.qps", "--tolerance", "NaN")]
    [InlineData("DOG1010: The command line", "solve")]
    [InlineData("DOG1021: The problem is written as JSON, but 'x.qps' does not end in .qp.json. Name the file something.qp.json.", "dump", "x.qps", "--from", "hs21.qps")]
    [InlineData("DOG1021: Neither a run nor a file is named that the problem is to come from.", "dump", "x.qp.json")]
    [InlineData("DOG1021: The problem can come from a run or from a file, not from both.", "dump", "x.qp.json", "--from", "hs21.qps", "--run", "run")]
    [InlineData("DOG1220: The problem file 'nowhere.qps' cannot be read", "dump", "x.qp.json", "--from", "nowhere.qps")]
    public async Task Wrong_input_ends_in_2_and_says_what_is_wrong(string expected, params string[] args)
    {
        (int code, string output, string error) = await Run(args);
        Assert.Equal(2, code);
        Assert.DoesNotContain("status", output, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("DOG1211: ", "DOG1211 ", StringComparison.Ordinal), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_file_is_converted_with_a_note()
    {
        (int code, string output, _) = await Run("dump", "out.qp.json", "--from", "hs21.qps", "--note", "The objective is wrong.");
        Assert.Equal((0, "out.qp.json: HS21, 2 variables, 3 rows (1 general, 2 box)\nThe objective is wrong.\n"), (code, output));
        DiffOG.Host.Qp.QpCase read = DiffOG.Host.Qp.QpFiles.Read(_folder["out.qp.json"], "out.qp.json");
        Assert.Equal(-99.96, read.Objective([2, 0]), 1e-14);
        Assert.Equal("The objective is wrong.", read.Note);
        Assert.Equal(0, (await Run("solve", "out.qp.json", "--solver", "right")).Code);
    }

    [Fact]
    public async Task What_is_no_run_folder_is_named()
    {
        (int code, _, string error) = await Run("dump", "out.qp.json", "--run", ".");
        Assert.Equal(3, code);
        Assert.Contains("DOG1506: ", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.qp.json"]));
    }

    private static string Problem(string solver) => $$"""
        {
          "format": "diffog-qp", "formatVersion": 1, "variables": 2,
          "quadratic": { "storage": "lower", "rows": [[0.02], [0, 2]] }, "linear": [0, 0],
          "blocks": [{ "kind": "box", "indices": [0, 0, 1], "lower": ["-Infinity", 2, -50], "upper": ["Infinity", 50, 50] }],
          "warmStart": { "x": [2, 0], "multipliers": [0, 0, 0] },
          "solver": {{solver}}
        }
        """;

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        int code = await CommandLine.RunAsync(
            ["qp", .. args, "--plugins", _folder["plugins"]], new HostSurroundings(output, error, new Dictionary<string, string>(), _folder.Root), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
