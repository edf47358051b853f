using System.Xml.Linq;
using DiffOG.Diagnostics;
using DiffOG.Host.Data;
using DiffOG.Host.Tests.Recording;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Host.Tests.Data;

public sealed class PageTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task an_episode_and_all_of_them_are_drawn_into_one_file_that_needs_nothing_else()
    {
        (int code, string output, _) = await DataCommands.Run(folder, "plot", DataCommands.PushT, "--episode", "2", "--limit", "0.2");
        Assert.Equal(0, code);
        Assert.Equal("page: ~/pusht-episodes-0-3.zarr.html\n", output);
        string text = await File.ReadAllTextAsync(folder["pusht-episodes-0-3.zarr.html"], TestContext.Current.CancellationToken);
        XDocument page = XDocument.Parse(text);
        Assert.Equal(["episode", "whole"], page.Descendants("section").Select(s => (string)s.Attribute("id")!));
        // Two actions, their changes, one observation; two histograms of changes, two of actions, one of lengths.
        Assert.Equal([5, 5], page.Descendants("section").Select(s => s.Descendants("svg").Count()));
        Assert.Equal(2, page.Descendants("text").Count(t => t.Value == "limit 0.2"));
        Assert.DoesNotContain("http", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task cameras_have_a_contact_sheet()
    {
        Point.Collect(folder["point.hdf5"], 1);
        Point.Render(folder["point.hdf5"], folder["seen.hdf5"], [new CameraSpec("top", 16, 12)]);
        await DataCommands.Run(folder, "plot", "seen.hdf5", "--output", "page.html");
        XDocument page = XDocument.Load(folder["page.html"]);
        XElement sheet = Assert.Single(page.Descendants("img"));
        Assert.StartsWith("data:image/png;base64,iVBOR", (string)sheet.Attribute("src")!, StringComparison.Ordinal);
        // Eight pictures of 16 pixels, made nine times as large, with a gap of eight around each.
        Assert.Equal((8 * ((16 * 9) + 8)) + 8, (int)sheet.Attribute("width")!);
    }

    [Theory]
    [InlineData("Episode 4 cannot be drawn; there are 4, from 0.", "--episode", "4")]
    [InlineData("A limit of 0 cannot be drawn.", "--limit", "0")]
    public async Task what_cannot_be_drawn_is_refused(string part, params string[] options)
    {
        DiffOGException error = await Assert.ThrowsAsync<DiffOGException>(() => DataCommands.Run(folder, ["plot", DataCommands.PushT, .. options]));
        Assert.Equal("DOG1021", error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void values_at_an_edge_belong_below_it_and_values_outside_to_the_last_bins()
    {
        var histogram = new Histogram(0, 1, 4);
        foreach (double value in (double[])[-1, 0, 0.25, 0.2501, 1, 7])
            histogram.Add(value);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], histogram.Edges);
        Assert.Equal([3.0 / 6, 1.0 / 6, 0, 2.0 / 6], histogram.Shares);
    }
}
