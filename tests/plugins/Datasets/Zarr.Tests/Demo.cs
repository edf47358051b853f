using DiffOG.Composition;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

internal static class Demo
{
    internal static IDemonstrationDataset Open(string path, ZarrAction? action = null, params ZarrObservation[] observations) => new ZarrPlugin().Create(
        new ZarrOptions { Path = path, Action = action ?? new ZarrAction(), Observations = observations.Length > 0 ? observations : [new ZarrObservation { Name = "state", Key = "state" }] },
        new PluginContext());

    internal static void Fails(string id, string contains, Action action)
    {
        var error = Assert.Throws<DiffOGException>(action);
        Assert.Equal(id, error.Id);
        Assert.Contains(contains, error.Message, StringComparison.Ordinal);
    }
}
