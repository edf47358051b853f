using DiffOG.Host.Progress;
using Xunit;

namespace DiffOG.Host.Tests.Progress;

public sealed class PlainDisplayTests
{
    [Fact]
    public void progress_is_a_line_every_few_seconds()
    {
        var output = new StringWriter();
        int result = new PlainDisplay(output, new TickingClock()).Work("train", 100, progress =>
        {
            for (int i = 1; i <= 20; i++)
                progress.Report(i, $"loss {i}");
            return 7;
        });
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, result);
        Assert.InRange(lines.Length, 2, 6);
        Assert.All(lines, l => Assert.Matches("^train [0-9]+/100  loss [0-9]+$", l));
    }
}
