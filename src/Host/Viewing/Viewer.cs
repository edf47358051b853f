using DiffOG.Diagnostics;
using DiffOG.Host.Reporting.Video;
using DiffOG.Host.Wording;
using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Viewing;

/// <summary>What is to be seen of a task.</summary>
/// <param name="Episodes">How episodes are played; at least one.</param>
/// <param name="Camera">Its name; null: the first one.</param>
/// <param name="Size">Of each picture; null: in the camera's proportions.</param>
/// <param name="Output">The file's full path; an extension is added or replaced by that of what is written.</param>
internal sealed record ViewSettings(IReadOnlyList<PlaybackSettings> Episodes, string? Camera, PictureSize? Size, string Output);

/// <summary>Shows a task: as videos, as a contact sheet of all cameras, or as single pictures.</summary>
/// <param name="task">What messages call the task.</param>
/// <param name="simulator">The world.</param>
/// <param name="settings">What is wanted.</param>
/// <param name="output">Is told what came of each episode, and where the files are.</param>
internal sealed class Viewer(string task, ISimulator simulator, ViewSettings settings, TextWriter output)
{
    private const int VideoSide = 384, TileSide = 320, StillSide = 640;
    private const double SecondsOfLastFrame = 1;

    /// <summary>Writes a video of each episode.</summary>
    internal void Film(IVideoWriter writer, CancellationToken token)
    {
        CameraSpec camera = Camera();
        PictureSize size = SizeFor(camera, VideoSide);
        foreach (PlaybackSettings episode in settings.Episodes)
        {
            var playback = new Playback(task, simulator, episode);
            string path = writer.Write(PathOf(episode), Frames(playback, camera, size, token), simulator.Spec.Rate);
            output.WriteLine(playback.Summary());
            output.WriteLine($"video: {path}");
        }
    }

    /// <summary>Writes one picture of all cameras: at the start and the end of each episode, and in the expert's middle.</summary>
    internal void Survey(CancellationToken token)
    {
        IReadOnlyList<CameraSpec> cameras = settings.Camera is null ? All() : [Camera()];
        List<IReadOnlyList<Tile>> rows = [.. settings.Episodes.SelectMany(e => Rows(e, cameras, token))];
        WritePicture(Path.ChangeExtension(settings.Output, ".png"), ContactSheet.Of(rows));
    }

    /// <summary>Writes a picture of each episode's last step.</summary>
    internal void Still(CancellationToken token)
    {
        CameraSpec camera = Camera();
        foreach (PlaybackSettings episode in settings.Episodes)
        {
            Play(episode, _ => { }, token);
            WritePicture(PathOf(episode) + ".png", Look(camera, SizeFor(camera, StillSide)));
        }
    }

    private IEnumerable<Image> Frames(Playback playback, CameraSpec camera, PictureSize size, CancellationToken token)
    {
        Image? last = null;
        foreach (Moment moment in playback.Moments())
        {
            token.ThrowIfCancellationRequested();
            yield return last = Frame.Of(Look(camera, size), moment, simulator.Spec.Action);
        }
        for (int i = 0; i < SecondsOfLastFrame * simulator.Spec.Rate; i++)
            yield return last!;
    }

    /// <summary>A row a camera, a column a moment.</summary>
    private IEnumerable<IReadOnlyList<Tile>> Rows(PlaybackSettings episode, IReadOnlyList<CameraSpec> cameras, CancellationToken token)
    {
        List<(Moment Moment, SimulatorState State)> all = [];
        Play(episode, moment => all.Add((moment, simulator.SaveState())), token);
        int[] shown = [.. ((int[])(episode.ByExpert ? [0, all.Count / 2, all.Count - 1] : [0, all.Count - 1])).Distinct()];
        var columns = new List<Tile[]>();
        foreach ((Moment moment, SimulatorState state) in shown.Select(i => all[i]))
        {
            simulator.RestoreState(state);
            string when = FormattableString.Invariant($"seed {episode.Seed} step {moment.Step}{(moment.Success ? " success" : "")}");
            columns.Add([.. cameras.Select(c => new Tile(Look(c, SizeFor(c, TileSide)), FormattableString.Invariant($"{c.Name} {c.Width}x{c.Height}"), when))]);
        }
        return cameras.Select((_, row) => (IReadOnlyList<Tile>)[.. columns.Select(c => c[row])]);
    }

    private void Play(PlaybackSettings episode, Action<Moment> see, CancellationToken token)
    {
        var playback = new Playback(task, simulator, episode);
        foreach (Moment moment in playback.Moments())
        {
            token.ThrowIfCancellationRequested();
            see(moment);
        }
        output.WriteLine(playback.Summary());
    }

    private Image Look(CameraSpec camera, PictureSize size) => simulator.Render(camera.Name, size.Width, size.Height);

    private PictureSize SizeFor(CameraSpec camera, int longer) => settings.Size ?? PictureSize.LikeThatOf(camera, longer);

    private void WritePicture(string path, Image picture)
    {
        PngFile.Write(path, picture);
        output.WriteLine($"picture: {path}");
    }

    private string PathOf(PlaybackSettings episode)
    {
        string path = Path.ChangeExtension(settings.Output, null);
        return settings.Episodes.Count == 1 ? path : FormattableString.Invariant($"{path}.seed{episode.Seed}");
    }

    private CameraSpec Camera() => settings.Camera is not { } name ? All()[0] : All().FirstOrDefault(c => c.Name == name) ?? throw NoCamera(name);

    private IReadOnlyList<CameraSpec> All() => simulator.Spec.Cameras is { Count: > 0 } cameras ? cameras
        : throw new DiffOGException("DOG1022", $"The task '{task}' has no camera, so there is nothing to see.", "Choose another task, or give this one a camera.");

    private DiffOGException NoCamera(string name)
    {
        string[] names = [.. All().Select(c => c.Name)];
        return new DiffOGException("DOG1022", $"The task '{task}' has no camera '{name}'; it has {string.Join(", ", names)}.{Nearest.Hint(name, names)}", "Name one of them with --camera, or leave it out for the first one.");
    }
}
