using DiffOG.Datasets;
using DiffOG.Host.Progress;
using DiffOG.Specs;

namespace DiffOG.Host.Data;

/// <summary>What counts as wrong.</summary>
/// <param name="Window">Steps of a training window.</param>
/// <param name="Jump">A change is a jump where it is this many times the 95 % quantile of its dimension.</param>
/// <param name="Limit">Changes above it are errors [normalised]; infinite where there is no limit.</param>
/// <param name="Pictures">Whether pictures are looked at.</param>
/// <param name="Most">How many findings of each kind are told in words.</param>
internal sealed record CheckSettings(int Window, double Jump, double Limit, bool Pictures, int Most);

/// <summary>Goes through a dataset, and finds what would spoil a training.</summary>
/// <param name="dataset">The data.</param>
/// <param name="settings">What counts as wrong.</param>
/// <param name="display">Is told how far the work has come.</param>
internal sealed class DatasetCheck(IDemonstrationDataset dataset, CheckSettings settings, IDisplay display)
{
    private readonly DatasetSpec spec = dataset.Spec;
    private readonly FindingBook book = new(settings.Most);

    /// <summary>Looks at all of it.</summary>
    /// <param name="token">Ends the work.</param>
    internal FindingBook Run(CancellationToken token)
    {
        Episodes(token);
        var values = new ValueCheck(dataset, book);
        Steps("values", values.Look, token);
        values.Finish();
        Steps("changes", new ActionCheck(dataset, values.Values, settings, book).Look, token);
        book.LookedAt("values");
        book.LookedAt("changes of actions");
        Pictures(token);
        return book;
    }

    private void Episodes(CancellationToken token)
    {
        var check = new EpisodeCheck(dataset, settings, book);
        display.Work("episodes", spec.EpisodeLengths.Count, progress =>
        {
            for (int episode = 0; episode < spec.EpisodeLengths.Count; episode++)
            {
                token.ThrowIfCancellationRequested();
                check.Look(episode);
                progress.Report(episode + 1, "");
            }
            return 0;
        });
        book.LookedAt(FormattableString.Invariant($"lengths (window {settings.Window})"));
        Note("times", check.Timed, "none are kept");
        Note("stated statistics", check.Stated, "none are kept");
    }

    private void Note(string what, int episodes, string otherwise)
    {
        if (episodes == 0)
            book.Skip($"{what} ({otherwise})");
        else
            book.LookedAt(episodes == spec.EpisodeLengths.Count ? what : FormattableString.Invariant($"{what} of {episodes} episodes"));
    }

    private void Steps(string title, Action<StepRange> look, CancellationToken token) => display.Work(title, spec.Steps, progress =>
    {
        long done = 0;
        foreach (StepRange range in DatasetBlocks.Of(spec))
        {
            token.ThrowIfCancellationRequested();
            look(range);
            progress.Report(done += range.Count, FormattableString.Invariant($"episode {range.Episode}"));
        }
        return done;
    });

    private void Pictures(CancellationToken token)
    {
        IReadOnlyList<CameraSpec> cameras = spec.Observations.Cameras;
        if (cameras.Count == 0 || !settings.Pictures)
        {
            book.Skip($"pictures ({(cameras.Count == 0 ? "there are no cameras" : "--no-pictures")})");
            return;
        }
        display.Work("pictures", (long)cameras.Count * spec.EpisodeLengths.Count, progress =>
        {
            long done = 0;
            foreach (CameraSpec camera in cameras)
            {
                var check = new PictureCheck(dataset, camera, book);
                for (int episode = 0; episode < spec.EpisodeLengths.Count; episode++)
                {
                    check.Look(episode, token);
                    progress.Report(++done, FormattableString.Invariant($"{camera.Name}, episode {episode}"));
                }
            }
            return done;
        });
        book.LookedAt($"pictures of {string.Join(", ", cameras.Select(c => c.Name))}");
    }
}
