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
    [InlineData(200, "│ DiffOG <refine> │")]
    [InlineData(80, "│ Success % [95 %]")]
    public void A_narrow_terminal_gets_refiners_as_columns(int width, string expected)
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Terminal(text, width), Ansi = AnsiSupport.No });
        SummaryTable.Render(console, SyntheticRun.Report(3).Summary);
        Assert.Contains(expected, text.ToString(), StringComparison.Ordinal);
        Assert.All(text.ToString().Split('\n'), line => Assert.True(line.Length <= width));
        TestContext.Current.TestOutputHelper?.WriteLine(text.ToString());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01234, "0.0123")]
    [InlineData(123.4, "123")]
    [InlineData(4321, "4,321")]
    [InlineData(0.0000123, "1.2e−5")]
    [InlineData(double.NaN, "–")]
    public void Numbers_have_three_significant_digits(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    private sealed class Terminal(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
