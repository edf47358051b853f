using System.CommandLine;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog data check</c>: finds what would spoil a training.</summary>
internal static class DataCheckCommand
{
    public static Command Create(HostServices services)
    {
        var syntax = new DataSyntax();
        var told = new Syntax();
        Command check = told.On(syntax.On(new Command("check", "Looks for values that are not finite, jumps, actions outside their limits, wrong lengths, gaps in time, constant values and bad pictures. Exit code 3 where there are errors.")));
        check.SetAction(parsed =>
        {
            NamedDataset named = syntax.Find(services, parsed);
            CheckSettings settings = told.Settings(parsed, named.Horizon);
            return syntax.With(services, parsed, (open, display, token) =>
            {
                FindingBook book = new DatasetCheck(open.Dataset, settings, display).Run(token);
                var text = new CheckText(book);
                foreach (string line in parsed.GetValue(told.Json) ? [text.Json()] : (string[])[.. DatasetSummary.Of(open).Head(), "", .. text.Lines()])
                    services.Surroundings.Out.WriteLine(line);
                return book.Errors > 0 || (parsed.GetValue(told.Strict) && book.Warnings > 0) ? ExitCodes.RunFailed : ExitCodes.Ok;
            });
        });
        return check;
    }

    /// <summary>What the command is told besides.</summary>
    private sealed class Syntax
    {
        private const int UsualWindow = 16, UsualMost = 5;
        private const double UsualJump = 10;

        internal Option<bool> Strict { get; } = new("--strict") { Description = "Exit code 3 for warnings too." };

        internal Option<bool> Json { get; } = new("--json") { Description = "Prints JSON." };

        private Option<double?> Limit { get; } = new("--limit") { Description = "Changes of motion dimensions above it are errors, in normalised units (limits); left out: no limit.", HelpName = "X" };

        private Option<double> Jump { get; } = new("--jump") { Description = "A change is a jump where it is this many times the 95 % quantile of its dimension.", HelpName = "K", DefaultValueFactory = _ => UsualJump };

        private Option<int?> Window { get; } = new("--window") { Description = $"Steps of a training window: shorter episodes are a warning; left out: the horizon of the experiment's policy, else {UsualWindow}.", HelpName = "N" };

        private Option<bool> NoPictures { get; } = new("--no-pictures") { Description = "Does not look at pictures." };

        private Option<bool> All { get; } = new("--all") { Description = $"Tells all findings in words; left out: {UsualMost} of each kind." };

        internal Command On(Command command)
        {
            foreach (Option option in (Option[])[Limit, Jump, Window, NoPictures, All, Strict, Json])
                command.Options.Add(option);
            return command;
        }

        internal CheckSettings Settings(ParseResult parsed, int? horizon)
        {
            (double limit, double jump, int window) = (parsed.GetValue(Limit) ?? double.PositiveInfinity, parsed.GetValue(Jump), parsed.GetValue(Window) ?? horizon ?? UsualWindow);
            if (!(limit > 0) || !(jump > 0) || window < 1)
                throw new DiffOGException("DOG1021", FormattableString.Invariant($"A limit of {limit}, a jump of {jump} and a window of {window} cannot be checked."), "Write --limit and --jump above 0, and --window 1 or more.");
            return new CheckSettings(window, jump, limit, !parsed.GetValue(NoPictures), parsed.GetValue(All) ? int.MaxValue : UsualMost);
        }
    }
}
