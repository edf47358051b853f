using System.Text.RegularExpressions;
using Xunit;

namespace DiffOG.Host.Tests;

/// <summary>Every error id has a page, and every page an error.</summary>
public sealed partial class ErrorPageTests
{
    [Fact]
    public void Every_id_in_the_code_has_a_page_and_every_page_an_id()
    {
        string[] used = [.. new[] { "src", "plugins" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().Order()];
        string[] pages = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "errors"), "DOG*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];
        Assert.Equal("", string.Join(", ", used.Except(pages).Select(id => $"{id} has no page")));
        Assert.Equal("", string.Join(", ", pages.Except(used).Select(id => $"{id} is used nowhere")));
    }

    [Fact]
    public void Every_page_has_title_meaning_causes_and_remedy()
    {
        foreach (string page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "errors"), "DOG*.md"))
        {
            string text = File.ReadAllText(page);
            Assert.StartsWith($"# {Path.GetFileNameWithoutExtension(page)}: ", text, StringComparison.Ordinal);
            foreach (string part in new[] { "What it means", "Common causes", "What to do" })
                Assert.True(text.Contains(part, StringComparison.Ordinal), $"{page} has no '{part}'.");
        }
    }

    /// <summary>A string that begins with an id.</summary>
    [GeneratedRegex("\"(DOG[0-9]{4})\\b")]
    private static partial Regex Literal();
}
