using CsCheck;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Host.Tests.Recording;
using DiffOG.Learning.Normalisation;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;
using Xunit;

namespace DiffOG.Host.Tests.Data;

public sealed class StatisticsTests : IDisposable
{
    private static readonly StatisticsSettings Usual = new(0.1, NormaliserKind.Limits, 1000);
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task real_demonstrations_have_the_statistics_of_an_independent_count()
    {
        (int code, string output, _) = await DataCommands.Run(folder, "stats", DataCommands.PushT);
        Assert.Equal(0, code);
        Assert.Equal("""
            PUSHT: 4 episodes, 579 steps at 10 Hz
              assumed: format zarr (--dataset)
              assumed: rate 10 Hz, and actions that are absolute: the format does not say (options.rate, options.action.mode)
              assumed: an observation is state (options.observations)

            Values (std: of the sample, n − 1)
                                     unit     min   max  mean   std
              observation  state[0]  1       44.4   486   223   106
                           state[1]  1       59.1   450   270  90.4
                           state[2]  1        158   359   247  56.6
                           state[3]  1        204   382   284  51.8
                           state[4]  1     0.0349  6.26  1.89  1.48
              action       a0        1       44.0   511   222   105
                           a1        1       56.0   453   273  89.5

            Change of actions from step to step, |Δa|, normalised: each dimension's range is [−1, 1] (limits)
                  group          mean     std     p95    max  above 0.1   of
              a0  translation  0.0204  0.0290  0.0600  0.445     1.74 %  575
              a1  translation  0.0272  0.0274  0.0755  0.257     1.91 %  575

            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public async Task all_human_push_t_demonstrations_have_the_known_statistics()
    {
        string? path = Environment.GetEnvironmentVariable("DIFFOG_PUSHT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "DIFFOG_PUSHT does not name pusht_cchi_v7_replay.zarr.");
        (_, string output, _) = await DataCommands.Run(folder, "stats", path!, "--pictures", "0");
        Assert.Contains("a0  translation  0.0253  0.0293  0.0801  0.541     3.03 %  25,444\n", output, StringComparison.Ordinal);
        Assert.Contains("a1  translation  0.0267  0.0281  0.0823  0.420     2.50 %  25,444\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void changes_are_normalised_and_do_not_cross_episodes()
    {
        using MemoryDataset data = Made.Of([0, 1, 1.5], [10, 8]);
        DatasetStatistics found = DatasetStatistics.Of(data, Usual with { Limit = 0.2 }, new Told(), TestContext.Current.CancellationToken);
        // The range of x is 10: one unit is 0.2. Changes are 1, 0.5 and 2.
        ChangeStatistics x = found.Changes[0];
        Assert.Equal((3L, 1L), (x.Count, x.Above));
        Assert.Equal((0.2 + 0.1 + 0.4) / 3, x.Mean, 6);
        Assert.Equal(0.4, x.Largest, 6);
        Assert.Equal(0.4, x.P95, 3);
        Assert.Equal(Math.Sqrt(7.0 / 300), x.Std, 6);
    }

    [Fact]
    public void a_dimension_that_never_moves_and_single_steps_are_no_trouble()
    {
        using MemoryDataset still = Made.Of([1, 1, 1]);
        Assert.Equal(0, DatasetStatistics.Of(still, Usual, new Told(), TestContext.Current.CancellationToken).Changes[0].P95);
        using MemoryDataset single = Made.Of([1], [2]);
        DatasetStatistics found = DatasetStatistics.Of(single, Usual, new Told(), TestContext.Current.CancellationToken);
        Assert.Empty(found.Changes);
        Assert.Contains("  No episode has two steps.", new StatisticsText(single.Spec, found, Usual).Lines());
        using MemoryDataset empty = Made.Empty();
        Assert.Equal(["There are no steps."], new StatisticsText(empty.Spec, DatasetStatistics.Of(empty, Usual, new Told(), TestContext.Current.CancellationToken), Usual).Lines());
    }

    [Fact]
    public void pieces_do_not_change_what_is_measured()
    {
        Gen.Double[-3, 3].Array[1, 40].Array[1, 4].Sample(episodes =>
        {
            using MemoryDataset data = Made.Of(episodes);
            DatasetValues whole = new(data.Spec), pieces = new(data.Spec);
            foreach (StepRange range in DatasetBlocks.Of(data.Spec))
                whole.Add(range, data.Read(range.Episode, range.Start, range.Count));
            foreach (StepRange range in DatasetBlocks.Of(data.Spec, 3))
                pieces.Add(range, data.Read(range.Episode, range.Start, range.Count));
            return whole.Changes is null
                ? pieces.Changes is null
                : whole.Changes.Mean.SequenceEqual(pieces.Changes!.Mean) && whole.Changes.Max.SequenceEqual(pieces.Changes.Max) && whole.Actions!.Std.SequenceEqual(pieces.Actions!.Std);
        }, iter: 100);
    }

    [Fact]
    public void quantiles_are_within_a_thousandth()
    {
        Gen.Double[1e-9, 1e9].Array[1, 300].Sample(values =>
        {
            var histogram = new SizeHistogram();
            foreach (double value in values)
                histogram.Add(value);
            double exact = values.Order().ElementAt((int)Math.Ceiling(0.95 * values.Length) - 1);
            return Math.Abs(histogram.Quantile(0.95) - exact) <= 1.001e-3 * exact;
        }, iter: 200);
        Assert.Equal(double.NaN, new SizeHistogram().Quantile(0.5));
    }

    [Fact]
    public void colours_are_measured_on_pictures_spread_over_all_episodes()
    {
        using MemoryDataset data = Made.Empty(new CameraSpec("top", 2, 1));
        foreach (byte level in (byte[])[0, 255])
        {
            data.Append(
                new EpisodeWindow([0, 1, 2, 3], new double[8]) { Pictures = new Dictionary<string, byte[]> { ["top"] = [.. Enumerable.Repeat(new byte[] { level, 51, 0, level, 51, 0 }, 4).SelectMany(p => p)] } },
                new Dictionary<string, string>());
        }
        ColourStatistics top = Assert.Single(DatasetStatistics.Of(data, Usual with { Pictures = 4 }, new Told(), TestContext.Current.CancellationToken).Colours);
        Assert.Equal(4, top.Pictures);
        Assert.Equal([0.5, 0.2, 0], top.Colours.Mean.Select(m => Math.Round(m, 12)));
        Assert.Contains(new StatisticsText(data.Spec, DatasetStatistics.Of(data, Usual, new Told(), TestContext.Current.CancellationToken), Usual).Lines(), l => l == "  top     red    0.500  0.516         8");
    }

    [Theory]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "NaN")]
    [InlineData("--pictures", "-1")]
    public async Task what_cannot_be_measured_is_refused(params string[] options)
    {
        DiffOGException error = await Assert.ThrowsAsync<DiffOGException>(() => DataCommands.Run(folder, ["stats", DataCommands.PushT, .. options]));
        Assert.Equal("DOG1021", error.Id);
    }

    [Fact]
    public async Task programs_are_given_json()
    {
        (_, string output, _) = await DataCommands.Run(folder, "stats", DataCommands.PushT, "--json", "--normaliser", "identity", "--limit", "20");
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal("identity", json.RootElement.GetProperty("normaliser").GetString());
        Assert.InRange(json.RootElement.GetProperty("changes")[0].GetProperty("max").GetDouble(), 103, 105);
    }

    [Fact]
    public void work_can_be_stopped()
    {
        using MemoryDataset data = Made.Of([0, 1], [2, 3]);
        using var stop = new CancellationTokenSource();
        var display = new Told((_, _) => stop.Cancel());
        Assert.Throws<OperationCanceledException>(() => DatasetStatistics.Of(data, Usual, display, stop.Token));
    }
}
