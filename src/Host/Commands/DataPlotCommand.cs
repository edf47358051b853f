using System.CommandLine;
using System.Text;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Host.Commands;

/// <summary><c>diffog data plot</c>: draws a dataset.</summary>
internal static class DataPlotCommand
{
    private const double UsualLimit = 0.1;

    public static Command Create(HostServices services)
    {
        var syntax = new DataSyntax();
        Option<int> episode = new("--episode") { Description = "The episode that is drawn; 0 when left out.", HelpName = "N" };
        Option<double> limit = new("--limit") { Description = "The limit on changes that is drawn, in normalised units.", HelpName = "X", DefaultValueFactory = _ => UsualLimit };
        Option<string?> output = new("--output") { Description = "The HTML file to write; left out: named after the dataset, in this folder.", HelpName = "FILE" };
        Command plot = syntax.On(new Command("plot", "Draws an episode and the distributions of all, into one HTML file that needs nothing else."));
        foreach (Option option in (Option[])[episode, limit, output])
            plot.Options.Add(option);
        plot.SetAction(parsed => syntax.With(services, parsed, (open, display, token) =>
        {
            DatasetSpec spec = open.Dataset.Spec;
            (int shown, double drawn) = (parsed.GetValue(episode), parsed.GetValue(limit));
            Require(spec, shown, drawn);
            string path = Path.GetFullPath(parsed.GetValue(output) ?? NameOf(open.Named), services.Surroundings.CurrentFolder);
            DatasetPicture picture = DatasetPicture.Of(open.Dataset, shown, new StatisticsSettings(drawn, NormaliserKind.Limits, 0), display, token);
            string page = new DatasetPage(DatasetSummary.Of(open), open.Dataset, picture, drawn).Write();
            AtomicFile.Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
            services.Surroundings.Out.WriteLine($"page: {path}");
            return ExitCodes.Ok;
        }));
        return plot;
    }

    private static void Require(DatasetSpec spec, int episode, double limit)
    {
        if (episode < 0 || episode >= spec.EpisodeLengths.Count || spec.EpisodeLengths[episode] == 0)
            throw new DiffOGException("DOG1021", FormattableString.Invariant($"Episode {episode} cannot be drawn; there are {spec.EpisodeLengths.Count}, from 0."), "Name one of them with --episode.");
        if (!(limit > 0) || !double.IsFinite(limit))
            throw new DiffOGException("DOG1021", FormattableString.Invariant($"A limit of {limit} cannot be drawn."), "Write --limit above 0.");
    }

    private static string NameOf(NamedDataset named) => Path.GetFileName(Path.TrimEndingDirectorySeparator(named.Name)) is { Length: > 0 } name ? $"{name}.html" : "dataset.html";
}
