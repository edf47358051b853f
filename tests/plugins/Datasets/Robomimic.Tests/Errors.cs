using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

/// <summary>What an error must say.</summary>
internal static class Errors
{
    internal static void Of(string id, Func<object> cause, params string[] parts)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(cause);
        Assert.Equal(id, error.Id);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
