using System.Globalization;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

/// <summary>
/// A policy learned from the human demonstrations can only work in a world that moves as theirs did. These tests play the
/// recorded targets and compare; their output is the table of docs/plugins/simulators/push-t.md.
/// </summary>
public sealed class ReplayTests
{
    [Fact]
    public void Four_human_episodes_go_as_recorded()
    {
        Comparison result = Compare(HumanEpisodes.Few());
        Assert.True(result.Tip.At95 < 1e-3);
        Assert.True(result.Block.Median < 0.1 && result.Block.At95 < 0.5);
        Assert.True(result.Turn.Median < 1e-3 && result.Turn.At95 < 3e-3);
        Assert.True(result.End.Largest < 5);
    }

    [Fact]
    public void All_human_episodes_go_as_recorded()
    {
        Comparison result = Compare(HumanEpisodes.All());
        Assert.True(result.Tip.Largest < 1e-3);
        Assert.True(result.Block.Median < 0.1 && result.Block.At95 < 0.5);
        Assert.True(result.Turn.Median < 1e-3 && result.Turn.At95 < 3e-3);
        Assert.True(result.End.Median < 0.5 && result.End.At95 < 3);
    }

    private sealed record Quantiles(double Median, double At95, double Largest)
    {
        internal static Quantiles Of(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return new Quantiles(sorted[sorted.Length / 2], sorted[(int)(0.95 * sorted.Length)], sorted[^1]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"median {Median:G3}, 95 % {At95:G3}, largest {Largest:G3}");
    }

    private sealed record Comparison(Quantiles Tip, Quantiles Block, Quantiles Turn, Quantiles End);

    private static Comparison Compare(List<RecordedStep[]> episodes)
    {
        using var replay = new Replay(Needs.MuJoCo());
        StepError[] steps = [.. episodes.SelectMany(replay.Steps)];
        StepError[] pushed = [.. steps.Where(s => s.Moved > 0.1)];
        (double Coverage, double Before, StepError Last)[] whole = [.. episodes.Select(replay.Whole)];
        var result = new Comparison(
            Quantiles.Of(steps.Select(s => s.Tip)), Quantiles.Of(pushed.Select(s => s.Block)), Quantiles.Of(pushed.Select(s => s.Turn)), Quantiles.Of(whole.Select(w => w.Last.Block)));
        Print($"{steps.Length} steps, {pushed.Length} of which move the block, by [px]: {Quantiles.Of(pushed.Select(s => s.Moved))}");
        Print($"error of one step, tip [px]: {result.Tip}");
        Print($"error of one step that moves the block, its centre [px]: {result.Block}; more than 1 px in {pushed.Count(s => s.Block > 1)}");
        Print($"error of one step that moves the block, its angle [rad]: {result.Turn}");
        Print($"error at the end of whole episodes, centre [px]: {result.End}");
        Print($"error at the end of whole episodes, angle [rad]: {Quantiles.Of(whole.Select(w => w.Last.Turn))}");
        Print($"error of the coverage before the last target: {Quantiles.Of(whole.Zip(episodes, (w, e) => Math.Abs(w.Before - TBlock.Coverage(e[^1].Block))))}");
        Print($"largest coverage of whole episodes: {Quantiles.Of(whole.Select(w => w.Coverage))}, lowest {whole.Min(w => w.Coverage):F3}; above 0.95 in {whole.Count(w => w.Coverage > 0.95)} of {whole.Length}");
        return result;
    }

    private static void Print(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
