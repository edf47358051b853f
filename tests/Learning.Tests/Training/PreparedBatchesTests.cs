using DiffOG.Learning.Training;
using Xunit;

namespace DiffOG.Learning.Tests.Training;

public sealed class PreparedBatchesTests
{
    private static readonly WindowShape Shape = new(1, 2, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Batches_come_in_their_order_however_many_are_read_ahead(int capacity)
    {
        using var batches = new PreparedBatches(Numbered, 3, 8, capacity);
        Assert.Equal([3, 4, 5, 6, 7], Enumerable.Range(0, 5).Select(_ => batches.Next().Places[0].Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void What_reading_throws_is_thrown_when_the_batch_is_asked_for(int capacity)
    {
        var failure = new InvalidOperationException("the disk is gone");
        using var batches = new PreparedBatches(n => n == 2 ? throw failure : Numbered(n), 0, 10, capacity);
        batches.Next();
        batches.Next();
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(batches.Next));
    }

    [Fact]
    public void No_more_is_read_ahead_than_was_said()
    {
        using var third = new ManualResetEventSlim();
        int read = 0;
        WindowArrays Read(long number)
        {
            if (Interlocked.Increment(ref read) == 4)
                third.Set();
            return Numbered(number);
        }
        var batches = new PreparedBatches(Read, 0, 100, 2);
        batches.Next();
        // One taken, two ready, one in the hand of the reader, who cannot put it down.
        Assert.True(third.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        batches.Dispose();
        Assert.Equal(4, read);
    }

    [Fact]
    public async Task Disposing_ends_a_reader_that_waits_for_room()
    {
        var batches = new PreparedBatches(Numbered, 0, long.MaxValue, 1);
        batches.Next();
        await Task.Run(batches.Dispose, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static WindowArrays Numbered(long number) => new([new WindowPlace(0, (int)number)], Shape, [], []);
}
