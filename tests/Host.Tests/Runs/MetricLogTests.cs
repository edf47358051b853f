using DiffOG.Diagnostics;
using DiffOG.Host.Runs;
using NSubstitute;
using Xunit;

namespace DiffOG.Host.Tests.Runs;

public sealed class MetricLogTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void events_come_back_in_order_and_go_to_tensorboard()
    {
        ITensorBoard board = Substitute.For<ITensorBoard>();
        using (MetricLog log = MetricLog.Open(scratch["m.jsonl"], new TickingClock(), board))
        {
            log.Write("train", 1, ("loss", 0.5), ("learningRate", 1e-4));
            log.Write("train", 2, ("loss", double.NaN));
        }
        IReadOnlyList<MetricEvent> events = MetricLog.Read(scratch["m.jsonl"]);
        Assert.Equal([1L, 2L], events.Select(e => e.Step));
        Assert.Equal(0.5, events[0].Values["loss"]);
        Assert.True(double.IsNaN(events[1].Values["loss"]));
        Assert.All(events, e => Assert.Equal(1, e.FormatVersion));
        board.Received().Add("train/loss", 0.5, 1);
        board.Received().Dispose();
    }

    [Fact]
    public void of_a_step_written_twice_the_later_values_count()
    {
        using (MetricLog log = MetricLog.Open(scratch["m.jsonl"], new TickingClock()))
        {
            log.Write("train", 5, ("loss", 1), ("other", 7));
            log.Write("refine", 5, ("loss", 9));
            log.Write("train", 5, ("loss", 2));
        }
        IReadOnlyList<MetricEvent> events = MetricLog.Read(scratch["m.jsonl"]);
        Assert.Equal(2, events.Count);
        Assert.Equal((2.0, 7.0), (events[0].Values["loss"], events[0].Values["other"]));
    }

    [Fact]
    public void half_a_line_of_a_killed_process_is_cut_off()
    {
        using (MetricLog log = MetricLog.Open(scratch["m.jsonl"], new TickingClock()))
            log.Write("train", 1, ("loss", 1));
        File.AppendAllText(scratch["m.jsonl"], "{\"formatVersion\":1,\"ste");
        Assert.Single(MetricLog.Read(scratch["m.jsonl"]));
        using (MetricLog log = MetricLog.Open(scratch["m.jsonl"], new TickingClock()))
            log.Write("train", 2, ("loss", 1));
        Assert.Equal(2, MetricLog.Read(scratch["m.jsonl"]).Count);
    }

    [Fact]
    public void a_line_that_is_no_event_is_an_error_with_its_number()
    {
        File.WriteAllText(scratch["m.jsonl"], "nonsense\n");
        DiffOGException wrong = Assert.Throws<DiffOGException>(() => MetricLog.Read(scratch["m.jsonl"]));
        Assert.Equal("DOG1507", wrong.Id);
        Assert.Contains("line 1", wrong.Message);
    }

    [Fact]
    public void a_file_that_cannot_be_written_is_an_error()
    {
        Directory.CreateDirectory(scratch["m.jsonl"]);
        Assert.Equal("DOG1505", Assert.Throws<DiffOGException>(() => MetricLog.Open(scratch["m.jsonl"], new TickingClock())).Id);
    }

    [Fact]
    public void tensorboard_files_hold_the_curves()
    {
        using (var board = new TensorBoard(scratch["board"]))
        {
            board.Add("train/loss", 0.25, 1);
            board.Add("train/loss", 0.125, 2);
        }
        string file = Assert.Single(Directory.EnumerateFiles(scratch["board"], "events.out.tfevents.*"));
        Assert.Contains("train/loss", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)));
    }

    public void Dispose() => scratch.Dispose();
}
