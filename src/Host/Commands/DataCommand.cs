using System.CommandLine;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Learning.Normalisation;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog data</c>: looks at demonstrations, checks and converts them.</summary>
internal static class DataCommand
{
    public static Command Create(HostServices services)
    {
        Command command = new("data", "Looks at demonstrations of every format that a plugin reads.");
        command.Subcommands.Add(Info(services));
        command.Subcommands.Add(Stats(services));
        command.Subcommands.Add(DataPlotCommand.Create(services));
        command.Subcommands.Add(DataCheckCommand.Create(services));
        command.Subcommands.Add(DataConvertCommand.Create(services));
        return command;
    }

    private static Command Info(HostServices services)
    {
        var syntax = new DataSyntax();
        Option<bool> json = new("--json") { Description = "Prints JSON." };
        Command info = syntax.On(new Command("info", "Says what a dataset holds: episodes, rate, observations, cameras, actions, and the fingerprint that runs remember."));
        info.Options.Add(json);
        info.SetAction(parsed => syntax.With(services, parsed, (open, _, _) =>
        {
            DatasetSummary summary = DatasetSummary.Of(open);
            return Write(services, parsed.GetValue(json) ? [summary.Json()] : summary.Lines());
        }));
        return info;
    }

    private static Command Stats(HostServices services)
    {
        var syntax = new DataSyntax();
        var measured = new StatisticsSyntax();
        Command stats = measured.On(syntax.On(new Command("stats", "Measures all values, the changes of actions from step to step, and the colours of pictures.")));
        stats.SetAction(parsed =>
        {
            // Of two mistakes, the one that needs no data is said first.
            StatisticsSettings settings = measured.Settings(parsed);
            return syntax.With(services, parsed, (open, display, token) =>
            {
                var text = new StatisticsText(open.Dataset.Spec, DatasetStatistics.Of(open.Dataset, settings, display, token), settings);
                return Write(services, parsed.GetValue(measured.Json) ? [text.Json()] : [.. DatasetSummary.Of(open).Head(), "", .. text.Lines()]);
            });
        });
        return stats;
    }

    private static int Write(HostServices services, IEnumerable<string> lines)
    {
        foreach (string line in lines)
            services.Surroundings.Out.WriteLine(line);
        return ExitCodes.Ok;
    }

    /// <summary>What <c>stats</c> is told besides.</summary>
    private sealed class StatisticsSyntax
    {
        private const double UsualLimit = 0.1;
        private const int UsualPictures = 1000;

        internal Option<bool> Json { get; } = new("--json") { Description = "Prints JSON." };

        private Option<double> Limit { get; } = new("--limit") { Description = "Counts changes above it, in normalised units.", HelpName = "X", DefaultValueFactory = _ => UsualLimit };

        private Option<NormaliserKind> Normaliser { get; } = new("--normaliser") { Description = "How actions are normalised, as a policy's option actionNormaliser says it.", HelpName = "KIND", DefaultValueFactory = _ => NormaliserKind.Limits };

        private Option<int> Pictures { get; } = new("--pictures") { Description = "Looks at this many pictures of each camera at most, spread evenly; 0 for none.", HelpName = "N", DefaultValueFactory = _ => UsualPictures };

        internal Command On(Command command)
        {
            foreach (Option option in (Option[])[Limit, Normaliser, Pictures, Json])
                command.Options.Add(option);
            return command;
        }

        internal StatisticsSettings Settings(ParseResult parsed)
        {
            (double limit, int pictures) = (parsed.GetValue(Limit), parsed.GetValue(Pictures));
            if (!(limit > 0) || !double.IsFinite(limit) || pictures < 0)
                throw new DiffOGException("DOG1021", FormattableString.Invariant($"--limit {limit} --pictures {pictures} cannot be measured."), "Write a limit above 0, and 0 pictures or more.");
            return new StatisticsSettings(limit, parsed.GetValue(Normaliser), pictures);
        }
    }
}
