using System.Threading.Channels;

namespace DiffOG.Learning.Training;

/// <summary>
/// Batches in the order in which they are trained on, read ahead on one thread of its own. What a batch contains follows
/// from its number alone, so reading ahead changes nothing but the time. Disposing waits for the reading in progress.
/// </summary>
internal sealed class PreparedBatches : IDisposable
{
    private readonly Func<long, WindowArrays> read;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<WindowArrays>? ahead;
    private readonly Task reading = Task.CompletedTask;
    private long next;

    /// <summary>Begins to read.</summary>
    /// <param name="read">Reads the batch of a number; called on one thread only.</param>
    /// <param name="first">The number of the first batch.</param>
    /// <param name="end">The number after the last batch.</param>
    /// <param name="capacity">How many batches may lie ready; zero: each is read when it is asked for, on the thread that asks.</param>
    internal PreparedBatches(Func<long, WindowArrays> read, long first, long end, int capacity)
    {
        (this.read, next) = (read, first);
        if (capacity == 0 || first >= end)
            return;
        ahead = Channel.CreateBounded<WindowArrays>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        reading = Task.Factory.StartNew(() => Fill(ahead.Writer, first, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next batch; waits for it.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">And whatever else reading it threw, as it was thrown.</exception>
    internal WindowArrays Next()
    {
        long number = next++;
        if (ahead is null)
            return read(number);
        WindowArrays? batch;
        // Asking whether there is one, unlike reading it, throws what the reader threw and not a wrapper around it.
        while (!ahead.Reader.TryRead(out batch))
        {
            if (!ahead.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                throw new InvalidOperationException("All batches were taken.");
        }
        return batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        reading.GetAwaiter().GetResult();
        stop.Dispose();
    }

    private void Fill(ChannelWriter<WindowArrays> writer, long first, long end)
    {
        try
        {
            for (long number = first; number < end && !stop.IsCancellationRequested; number++)
                writer.WriteAsync(read(number), stop.Token).AsTask().GetAwaiter().GetResult();
            writer.Complete();
        }
        catch (Exception failure)
        {
            // Whoever asks for the batch is told; when nobody asks any more, nobody wants to know.
            writer.TryComplete(failure);
        }
    }
}
