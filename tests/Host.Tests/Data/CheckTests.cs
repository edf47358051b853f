using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Host.Tests.Recording;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using Xunit;

namespace DiffOG.Host.Tests.Data;

public sealed class CheckTests : IDisposable
{
    private static readonly CheckSettings Usual = new(3, 10, double.PositiveInfinity, true, 5);
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task sound_demonstrations_have_no_finding()
    {
        (int code, string output, _) = await DataCommands.Run(folder, "check", DataCommands.PushT, "--strict");
        Assert.Equal(0, code);
        Assert.EndsWith("""
            Looked at: lengths (window 16), values, changes of actions. Not at: times (none are kept), stated statistics (none are kept), pictures (there are no cameras).
            Nothing was found.

            """.ReplaceLineEndings("\n"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_limit_of_the_command_line_is_kept_or_an_error()
    {
        (int code, string output, _) = await DataCommands.Run(folder, "check", DataCommands.PushT, "--limit", "0.25", "--jump", "5", "--window", "130");
        Assert.Equal(3, code);
        Assert.Contains("""
            error: above limit
              episode 1, step 47: action a0 changes by 0.445, normalised; the limit is 0.25
            """.ReplaceLineEndings("\n").Split('\n')[0], output, StringComparison.Ordinal);
        Assert.Contains("warning: jump\n", output, StringComparison.Ordinal);
        Assert.Contains("it has 118 steps; a window has 130\n", output, StringComparison.Ordinal);
        (code, _, _) = await DataCommands.Run(folder, "check", DataCommands.PushT, "--jump", "5");
        Assert.Equal(0, code);
        (code, _, _) = await DataCommands.Run(folder, "check", DataCommands.PushT, "--jump", "5", "--strict");
        Assert.Equal(3, code);
    }

    [Fact]
    public async Task an_experiments_horizon_is_the_window()
    {
        string file = Path.Combine(Repository.Root, "experiments", "push-t-human.json");
        (_, string output, _) = await DataCommands.Run(folder, "check", file, "--set", $"dataset.options.path={DataCommands.PushT}", "--set", """dataset.options.observations=[{"name":"agent","key":"state"}]""", "--set", "policy.options.horizon=32");
        Assert.Contains("lengths (window 32)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void every_fault_is_named_with_its_episode_and_step()
    {
        double[] steady = [.. Enumerable.Range(0, 40).Select(t => t % 2 * 0.01)];
        using MemoryDataset data = Made.Of(steady, [0, 0.5, 0.51, 0.52], [0, 0.01, double.NaN, 0.01], [0, 1.5, 1.51, 1.5], [0, 0]);
        FindingBook book = new DatasetCheck(data, Usual, new Told()).Run(TestContext.Current.CancellationToken);
        Assert.Equal("""
            error: not finite
              episode 2, step 2: action x is NaN

            error: outside limits
              episode 3, step 1: action x is 1.5; -1 to 1 is stated
              episode 3, step 2: action x is 1.51; -1 to 1 is stated
              episode 3, step 3: action x is 1.5; -1 to 1 is stated

            warning: jump
              episode 1, step 1: action x changes by 0.662, normalised; 95 % of its changes are at most 0.0132
              episode 3, step 1: action x changes by 1.99, normalised; 95 % of its changes are at most 0.0132

            warning: short episode
              episode 4: it has 2 steps; a window has 3

            warning: constant
              all episodes: action g is always 0

                     found           times  episodes
            error    not finite          1         1
            error    outside limits      3         1
            warning  jump                2         2
            warning  short episode       1         1
            warning  constant            1

            Looked at: lengths (window 3), values, changes of actions. Not at: times (none are kept), stated statistics (none are kept), pictures (there are no cameras).
            4 errors, 4 warnings.
            """.ReplaceLineEndings("\n"), string.Join('\n', new CheckText(book).Lines()));
    }

    [Fact]
    public void findings_beyond_the_most_are_counted()
    {
        using MemoryDataset data = Made.Of([2, 2, 2, 2, 2, 2, 2.5]);
        string[] lines = [.. new CheckText(new DatasetCheck(data, Usual with { Most = 2 }, new Told()).Run(TestContext.Current.CancellationToken)).Lines()];
        Assert.Equal(["error: outside limits", "  episode 0, step 0: action x is 2; -1 to 1 is stated", "  episode 0, step 1: action x is 2; -1 to 1 is stated", "  … and 5 more; --all tells all"], lines[..4]);
    }

    [Fact]
    public void what_a_dataset_refuses_to_read_is_told_in_its_words_and_the_rest_is_looked_at()
    {
        using MemoryDataset inner = Made.Of([0, 0.1, 0.2, 0.3, 0.4], [0, 3, 0]);
        using var data = new Refusing(inner, episode: 0, first: 1, last: 2);
        FindingBook book = new DatasetCheck(data, Usual, new Told()).Run(TestContext.Current.CancellationToken);
        Finding refused = Assert.Single(book.Kinds.Single(k => k.Kind == FindingKind.Unreadable).Kept);
        Assert.Equal(new Finding(FindingKind.Unreadable, 0, 1, 2, "DOG1426: Step 1 is damaged. Record it again"), refused);
        Assert.Equal("episode 0, steps 1 to 2", refused.Place);
        Assert.Equal("episode 1, step 1", Assert.Single(book.Kinds.Single(k => k.Kind == FindingKind.OutsideLimits).Kept).Place);
    }

    [Fact]
    public void gaps_and_steps_back_in_time_are_found()
    {
        using MemoryDataset inner = Made.Of([0, 0, 0.1, 0, 0], [0, 0, 0]);
        using var data = new Timed(inner, [[0, 0.1, 0.3, 0.3, 0.4], [5, 5.1]]);
        FindingBook book = new DatasetCheck(data, Usual, new Told()).Run(TestContext.Current.CancellationToken);
        string[] found = [.. book.Kinds.SelectMany(k => k.Kept).Where(f => f.Kind is not FindingKind.Constant).Select(f => $"{f.Kind}, {f.Place}: {f.Text}")];
        Assert.Equal(
        [
            "WrongLength, episode 1: it has 3 steps and 2 times",
            "TimeBackwards, episode 0, step 3: its time is 0.3 s, that of the step before 0.3 s",
            "TimeGap, episode 0, step 2: 0.2 s have passed since the step before; at 10 Hz it is 0.1 s",
        ], found);
        Assert.Contains("times", book.Looked);
    }

    [Fact]
    public void black_and_stuck_pictures_are_found()
    {
        using MemoryDataset data = Made.Empty(new CameraSpec("top", 2, 2));
        byte[] Level(byte level) => [.. Enumerable.Repeat(level, 12)];
        // Black at 0 and 1, new at 2, stuck from 3 to 15 while x moves; then another episode stuck while x rests.
        byte[][] pictures = [Level(0), Level(8), Level(100), .. Enumerable.Repeat(Level(50), 13)];
        data.Append(new EpisodeWindow(new double[16], [.. Enumerable.Range(0, 16).SelectMany(t => new[] { t / 16.0, 0 })]) { Pictures = new Dictionary<string, byte[]> { ["top"] = [.. pictures.SelectMany(p => p)] } }, new Dictionary<string, string>());
        data.Append(new EpisodeWindow(new double[16], new double[32]) { Pictures = new Dictionary<string, byte[]> { ["top"] = [.. Enumerable.Repeat(Level(60), 16).SelectMany(p => p)] } }, new Dictionary<string, string>());
        FindingBook book = new DatasetCheck(data, Usual, new Told()).Run(TestContext.Current.CancellationToken);
        string[] found = [.. book.Kinds.SelectMany(k => k.Kept).Where(f => f.Kind is FindingKind.BlackPicture or FindingKind.StuckPicture).Select(f => $"{f.Place}: {f.Text}")];
        Assert.Equal(["episode 0, steps 0 to 1: top is black", "episode 0, steps 3 to 15: top shows one picture for 13 steps, while the robot is told to move"], found);
        Assert.Contains("pictures (--no-pictures)", new DatasetCheck(data, Usual with { Pictures = false }, new Told()).Run(TestContext.Current.CancellationToken).Skipped);
    }

    [Fact]
    public void statistics_that_files_state_are_compared()
    {
        using MemoryDataset inner = Made.Of([0, 0.2, 0.4]);
        using var data = new Stating(inner, new StatedStatistics(null, new ColumnStatistics([0, 0], [0.5, 0], [0.2, 0], [0.16, 0])));
        FindingBook book = new DatasetCheck(data, Usual, new Told()).Run(TestContext.Current.CancellationToken);
        Assert.Equal("the max of action value 0 is 0.4; the files state 0.5", Assert.Single(book.Kinds.Single(k => k.Kind == FindingKind.OtherStatistics).Kept).Text);
    }

    [Fact]
    public async Task a_value_that_is_not_finite_does_not_keep_a_store_from_being_looked_at()
    {
        string store = folder["pusht.zarr"];
        foreach (string file in Directory.EnumerateFiles(DataCommands.PushT, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(store, Path.GetRelativePath(DataCommands.PushT, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        string chunk = Directory.EnumerateFiles(Path.Combine(store, "data", "action")).Single(f => Path.GetFileName(f) == "0.0");
        byte[] bytes = await File.ReadAllBytesAsync(chunk, TestContext.Current.CancellationToken);
        BitConverter.TryWriteBytes(bytes.AsSpan(2 * 4 * 170), float.NaN);
        await File.WriteAllBytesAsync(chunk, bytes, TestContext.Current.CancellationToken);

        (int code, string output, _) = await DataCommands.Run(folder, "check", "pusht.zarr");
        Assert.Equal(3, code);
        Assert.Contains("""
            error: unreadable
              episode 1, step 9: DOG1426: 'data/action' holds a value that is not finite at step 170. Remove that episode from the recording, or record it again

            """.ReplaceLineEndings("\n"), output, StringComparison.Ordinal);
        Assert.EndsWith("1 error, 0 warnings.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task programs_are_given_json()
    {
        (_, string output, _) = await DataCommands.Run(folder, "check", DataCommands.PushT, "--limit", "0.25", "--json");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal("above limit", json.RootElement.GetProperty("kinds")[0].GetProperty("kind").GetString());
        Assert.Equal(json.RootElement.GetProperty("errors").GetInt32(), json.RootElement.GetProperty("kinds")[0].GetProperty("count").GetInt32());
    }

    private class Around(IDemonstrationDataset inner) : IDemonstrationDataset
    {
        public DatasetSpec Spec => inner.Spec;

        public string Fingerprint => inner.Fingerprint;

        public virtual EpisodeWindow Read(int episode, int start, int count) => inner.Read(episode, start, count);

        public void Dispose() => GC.SuppressFinalize(this);
    }

    private sealed class Refusing(IDemonstrationDataset inner, int episode, int first, int last) : Around(inner)
    {
        public override EpisodeWindow Read(int which, int start, int count) => which == episode && start <= last && start + count > first
            ? throw new DiffOGException("DOG1426", $"Step {Math.Max(first, start)} is damaged.", "Record it again.")
            : base.Read(which, start, count);
    }

    private sealed class Timed(IDemonstrationDataset inner, double[][] times) : Around(inner), ITimedDataset
    {
        public double[]? TimesOf(int episode) => times[episode];
    }

    private sealed class Stating(IDemonstrationDataset inner, StatedStatistics stated) : Around(inner), IStatedStatistics
    {
        public StatedStatistics? Stated => stated;

        public StatedStatistics? StatedOf(int episode) => stated;
    }
}
