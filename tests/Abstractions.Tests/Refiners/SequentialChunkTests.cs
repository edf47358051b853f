using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Refiners;
using Xunit;

namespace DiffOG.Abstractions.Tests.Refiners;

public sealed class SequentialChunkTests
{
    [Fact]
    public void Each_value_is_the_nearest_allowed_one_given_those_before()
    {
        // x₀ ≤ 1, x₁ − x₀ ≤ 2, and −x₂ − x₁ ≥ −4, that is x₂ ≤ 4 − x₁.
        var rows = new SparseRows(3, [0, 1, 3, 5], [0, 0, 1, 1, 2], [1, -1, 1, -1, -1]);
        var constraints = new LinearConstraints(3, new GeneralBlock(rows, [-9, -9, -4], [1, 2, 9]));

        ActionChunk chunk = SequentialChunk.Create(constraints, 1, (_, _) => 5);

        Assert.Equal([1, 3, 1], chunk.Values);
    }

    [Fact]
    public void What_no_row_bounds_becomes_what_is_wanted()
    {
        ActionChunk chunk = SequentialChunk.Create(LinearConstraints.None(4), 2, (i, before) => i == 0 ? 1 : before[i - 1] + 1);

        Assert.Equal((2, 2), (chunk.Steps, chunk.Dimensions));
        Assert.Equal([1, 2, 3, 4], chunk.Values);
    }
}
