using System.CommandLine;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Host.Qp;
using DiffOG.Host.Stages;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog qp solve</c>: quadratic programs from files.</summary>
internal static class QpCommand
{
    public static Command Create(HostServices services)
    {
        Command command = new("qp", "Solves quadratic programs from files, and writes problems of a run into files for bug reports.");
        command.Subcommands.Add(Solve(services));
        command.Subcommands.Add(QpDumpCommand.Create(services));
        return command;
    }

    private static Command Solve(HostServices services)
    {
        var syntax = new SolveSyntax();
        Command solve = new("solve", "Solves a problem, and checks the solution by code that is not the solver. Exit code 0 where there is a solution that the check confirms, else 3.")
        {
            syntax.File, syntax.Solver, syntax.Compare, syntax.Sets, syntax.Repeat, syntax.Tolerance, syntax.Cold, syntax.Proximal, syntax.Json,
        };
        solve.SetAction((parsed, token) => Task.FromResult(Solve(services, syntax, parsed, token)));
        return solve;
    }

    private static int Solve(HostServices services, SolveSyntax syntax, ParseResult parsed, CancellationToken token)
    {
        string file = parsed.GetValue(syntax.File)!;
        string path = Path.GetFullPath(file, services.Surroundings.CurrentFolder);
        QpTrialSettings settings = syntax.Settings(parsed);
        QpCase qp = QpFiles.Read(path, file);
        var solvers = new QpSolvers(services.Plugins, services.Experiments, new PluginContext { Plugins = new CataloguePlugins(services.Plugins, services.Experiments), BaseFolder = Path.GetDirectoryName(path)! });
        // All are made before one is run: a wrong id or option is said at once.
        SolverUnderTest[] chosen = [.. syntax.Ids(parsed, solvers.DefaultOf(qp)).Select(id => solvers.Create(qp, id, parsed.GetValue(syntax.Sets) ?? []))];
        QpTrial[] trials = [.. chosen.Select(s => QpTrial.Run(qp, s, settings, services.Time, token))];
        foreach (IDisposable made in chosen.Select(s => s.Solver).OfType<IDisposable>())
            made.Dispose();
        foreach (string line in Text(file, qp, trials, settings, parsed.GetValue(syntax.Json)))
            services.Surroundings.Out.WriteLine(line);
        return trials.All(t => t.Confirmed) ? ExitCodes.Ok : ExitCodes.RunFailed;
    }

    private static IEnumerable<string> Text(string file, QpCase qp, QpTrial[] trials, QpTrialSettings settings, bool json) => json
        ? [QpResultJson.Of(file, qp, trials, settings)]
        : [QpTable.Problem(file, qp), .. trials.Length == 1 ? QpTable.Lines(trials[0], settings) : QpTable.Comparison(trials, settings)];

    /// <summary>What <c>solve</c> is told.</summary>
    private sealed class SolveSyntax
    {
        internal Argument<string> File { get; } = new("file") { Description = "The problem: *.qps or *.qp.json." };

        internal Option<string?> Solver { get; } = new("--solver") { Description = "Id of the solver; left out: the file's, else auto.", HelpName = "ID" };

        internal Option<string?> Compare { get; } = new("--compare") { Description = "Runs several solvers, and prints one line each.", HelpName = "ID,ID" };

        internal Option<string[]> Sets { get; } = new("--set") { Description = "Sets one option of the solver: options.tolerance=1e-9. May be given more than once.", HelpName = "PATH=VALUE" };

        internal Option<int> Repeat { get; } = new("--repeat")
        {
            Description = "Solves this many times more, and prints the median time.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };

        internal Option<double> Tolerance { get; } = new("--tolerance")
        {
            Description = "The largest residual, relative to the numbers it is a difference of, that the check lets pass.",
            HelpName = "X",
            DefaultValueFactory = _ => 1e-6,
        };

        internal Option<bool> Cold { get; } = new("--cold") { Description = "Leaves out the warm start that the file holds." };

        internal Option<bool> Proximal { get; } = new("--proximal") { Description = "Solves a problem whose Q is singular as a sequence of problems whose Q is not." };

        internal Option<bool> Json { get; } = new("--json") { Description = "As JSON, with the solution and the multipliers." };

        internal QpTrialSettings Settings(ParseResult parsed)
        {
            int repeats = parsed.GetValue(Repeat);
            double tolerance = parsed.GetValue(Tolerance);
            if (repeats < 1 || !(tolerance >= 0))
                throw new DiffOGException("DOG1021", FormattableString.Invariant($"--repeat is {repeats} and --tolerance {tolerance}; the first must be 1 or more, the second 0 or more."), "Correct the number.");
            return new QpTrialSettings(repeats, tolerance, parsed.GetValue(Cold), parsed.GetValue(Proximal));
        }

        /// <summary>The solvers to run.</summary>
        internal string[] Ids(ParseResult parsed, string preset)
        {
            string? one = parsed.GetValue(Solver), several = parsed.GetValue(Compare);
            if (several is null)
                return [one ?? preset];
            if (one is not null || parsed.GetValue(Sets) is { Length: > 0 })
                throw new DiffOGException("DOG1021", "--compare runs several solvers with the options they have by themselves; --solver and --set are about one.", "Leave out one or the other.");
            string[] ids = several.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return ids.Length > 0 ? ids : throw new DiffOGException("DOG1021", "--compare names no solver.", "Name solvers with commas between them: --compare interior-point,active-set.");
        }
    }
}
