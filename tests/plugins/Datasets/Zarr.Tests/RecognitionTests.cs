using Xunit;

namespace DiffOG.Datasets.Zarr.Tests;

public sealed class RecognitionTests
{
    [Fact]
    public void All_low_dimensional_arrays_are_observed_and_pictures_are_cameras()
    {
        using StoreWriter store = StoreWriter.Small().Ramp("data/extra", 5, 2)
            .Metadata("data/view", "|u1", [5, 4, 6, 3], [5, 4, 6, 3], null)
            .Metadata("data/points", "<f4", [5, 1024, 3], [5, 1024, 3], null)
            .Metadata("data/longer", "<f4", [6, 2], [6, 2], null)
            .Metadata("data/strange", "<U4", [5, 1], [5, 1], null);
        RecognisedDataset found = new ZarrPlugin().Recognise(store.Root)!;
        Assert.Equal($$$"""{"path":"{{{store.Root}}}","observations":[{"name":"extra","key":"extra"},{"name":"state","key":"state"}],"cameras":[{"name":"view","key":"view"}],"action":{"key":"action"}}""", found.Options);
        Assert.Equal(
        [
            "rate 10 Hz, and actions that are absolute: the format does not say (options.rate, options.action.mode)",
            "an observation is extra, state (options.observations)",
            "cameras are view (options.cameras)",
            "left out: longer [6, 2], points [5, 1024, 3], strange, which cannot be read",
        ], found.Assumptions);
    }

    [Fact]
    public void Other_places_are_not_recognised()
    {
        var plugin = new ZarrPlugin();
        Assert.Null(plugin.Recognise("/nowhere"));
        Assert.Null(plugin.Recognise(AppContext.BaseDirectory));
        Assert.Null(plugin.Recognise(typeof(RecognitionTests).Assembly.Location));
    }
}
