using DiffOG.Host.Reporting;
using Spectre.Console;
using Xunit;

namespace DiffOG.Host.Tests.Reporting;

public sealed class SummaryTableTests
{
    [Fact]
    public void Redirected_output_is_plain_aligned_lines()
    {
        var text = new StringWriter();
        SummaryTable.Render(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No }), SyntheticRun.Report(5).Summary);
        string[] lines = text.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(6, lines.Length);
        Assert.StartsWith("Refiner", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("DiffOG <refine>", lines[3], StringComparison.Ordinal);
        Assert.Equal(lines[0].Length, lines[3].Length);
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.Contains("|Δa| trans", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01234, "0.0123")]
    [InlineData(123.4, "123")]
    [InlineData(4321, "4,321")]
    [InlineData(0.0000123, "1.2e−5")]
    [InlineData(double.NaN, "–")]
    public void Numbers_have_three_significant_digits(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));
}
