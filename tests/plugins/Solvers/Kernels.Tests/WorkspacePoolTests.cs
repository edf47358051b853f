using Xunit;

namespace DiffOG.Solvers.Kernels.Tests;

/// <summary>Who works on what, and with what.</summary>
public sealed class WorkspacePoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(0)]
    public void Every_index_is_worked_on_once_by_one_thread_with_a_workspace_of_its_own(int threads)
    {
        int made = 0;
        var pool = new WorkspacePool<int[]>(() => [Interlocked.Increment(ref made), 0], threads);
        int[] times = new int[300];
        bool shared = false;
        for (int batch = 0; batch < 5; batch++)
        {
            pool.ForEach(times.Length, (own, i) =>
            {
                shared |= Interlocked.Exchange(ref own[1], 1) != 0;
                Interlocked.Increment(ref times[i]);
                Thread.SpinWait(20);
                own[1] = 0;
            });
        }

        Assert.All(times, t => Assert.Equal(5, t));
        Assert.False(shared);
        Assert.InRange(made, 1, threads == 0 ? Environment.ProcessorCount : threads);
    }

    [Fact]
    public void A_workspace_that_was_given_back_is_used_again()
    {
        var pool = new WorkspacePool<object>(() => new object(), 1);
        object first = pool.Rent(), second = pool.Rent();
        Assert.NotSame(first, second);
        pool.Return(first);
        Assert.Same(first, pool.Rent());
        pool.Return(second);
        pool.ForEach(3, (own, _) => Assert.Same(second, own));
        Assert.Same(second, pool.Rent());
    }

    [Fact]
    public void One_thread_goes_through_in_order_and_nothing_is_done_for_nothing()
    {
        var pool = new WorkspacePool<object>(() => new object(), 1);
        List<int> order = [];
        pool.ForEach(4, (_, i) => order.Add(i));
        pool.ForEach(0, (_, i) => order.Add(i));
        Assert.Equal([0, 1, 2, 3], order);
    }
}
