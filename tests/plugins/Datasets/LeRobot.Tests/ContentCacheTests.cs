using DiffOG.Datasets.Common;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

public sealed class ContentCacheTests
{
    [Fact]
    public void The_least_recently_used_leaves_first_and_room_is_kept()
    {
        int loads = 0;
        var cache = new ContentCache<int, byte[]>(100, content => content.Length);
        byte[] Load(int key)
        {
            loads++;
            return new byte[40];
        }
        foreach (int key in new[] { 1, 2, 1, 3 })
            cache.Get(key, Load);
        Assert.Equal((3, 80L), (loads, cache.Held));
        cache.Get(1, Load);
        Assert.Equal(3, loads);
        cache.Get(2, Load);
        Assert.Equal((4, 80L), (loads, cache.Held));
    }

    [Fact]
    public void What_is_larger_than_the_room_is_given_and_stays_alone()
    {
        var cache = new ContentCache<int, byte[]>(10, content => content.Length);
        cache.Get(1, _ => new byte[5]);
        Assert.Equal(50, cache.Get(2, _ => new byte[50]).Length);
        Assert.Equal(50, cache.Held);
    }

    [Fact]
    public void A_failure_is_not_remembered()
    {
        var cache = new ContentCache<int, byte[]>(10, content => content.Length);
        Assert.Throws<InvalidDataException>(() => cache.Get(1, _ => throw new InvalidDataException()));
        Assert.Equal(3, cache.Get(1, _ => new byte[3]).Length);
    }

    [Fact]
    public void What_many_threads_want_is_loaded_once()
    {
        int loads = 0;
        var cache = new ContentCache<int, byte[]>(1000, content => content.Length);
        Parallel.For(0, 200, _ => cache.Get(7, _ =>
        {
            Interlocked.Increment(ref loads);
            Thread.SpinWait(10_000);
            return new byte[10];
        }));
        Assert.Equal((1, 10L), (loads, cache.Held));
    }
}
