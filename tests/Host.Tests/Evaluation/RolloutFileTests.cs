using DiffOG.Actions;
using DiffOG.Host.Evaluation;
using DiffOG.Refiners;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Evaluation;

public sealed class RolloutFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void rollouts_come_back_as_they_were()
    {
        var first = new ChunkRecord(0, 2, Chunk(1), Chunk(2), RefinementStatus.Refined, QpStatus.Solved, 7, 0.25, [1, 2, 3, 4]);
        var second = new ChunkRecord(2, 1, Chunk(3), Chunk(4), RefinementStatus.FellBack, null, 0, 0.5, null);
        var rollouts = new RefinerRollouts("with Ω / spaces", "diffog",
        [
            new EpisodeRecord(9, [0.5, 0], new ActionChunk(3, 2, [1, 2, 3, 4, 5, 6]), 3, 0.75, [first, second]) { Video = "videos/a.webp" },
            new EpisodeRecord(10, [0, 0], null, null, 0, []),
        ]);
        RolloutFile.Write(scratch["r.safetensors"], rollouts, "hash");
        RefinerRollouts read = RolloutFile.Read(scratch["r.safetensors"]);
        Assert.Equal("hash", RolloutFile.InputsOf(scratch["r.safetensors"]));
        Assert.Equivalent(rollouts, read, strict: true);
    }

    [Fact]
    public void a_missing_or_damaged_file_has_no_inputs()
    {
        Assert.Null(RolloutFile.InputsOf(scratch["none"]));
        File.WriteAllText(scratch["bad"], "bad");
        Assert.Null(RolloutFile.InputsOf(scratch["bad"]));
    }

    [Theory]
    [InlineData("diffog", "diffog")]
    [InlineData("a/b", "a_b-", true)]
    [InlineData("A_b", "a_b-", true)]
    public void labels_become_safe_file_names(string label, string expected, bool more = false) =>
        Assert.True(more ? FileNames.Of(label).StartsWith(expected, StringComparison.Ordinal) : FileNames.Of(label) == expected, FileNames.Of(label));

    [Fact]
    public void different_labels_have_different_names() => Assert.NotEqual(FileNames.Of("a/b"), FileNames.Of("a b"));

    public void Dispose() => scratch.Dispose();

    private static ActionChunk Chunk(double start) => new(2, 2, [start, start + 0.1, start + 0.2, start + 0.3]);
}
