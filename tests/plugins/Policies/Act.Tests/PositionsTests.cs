using DiffOG.Learning.Tests;
using DiffOG.Policies.Act.Network;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Tests;

public sealed class PositionsTests
{
    [Fact]
    public void Positions_in_a_sequence_alternate_sines_and_cosines_of_falling_frequencies()
    {
        using Tensor positions = Positions.Along(3, 4);
        Assert.Equal([1L, 3L, 4L], positions.shape);
        // sin n, cos n, sin n/100, cos n/100.
        Close.To(
            [0, 1, 0, 1, 0.8414709848, 0.5403023059, 0.0099998333, 0.9999500004, 0.9092974268, -0.4161468365, 0.0199986667, 0.9998000067],
            [.. positions.data<float>().ToArray().Select(v => (double)v)],
            1e-7);
    }

    [Fact]
    public void Positions_in_a_map_are_those_of_the_row_and_of_the_column()
    {
        using Tensor positions = Positions.Over(height: 2, width: 3, size: 8);
        Assert.Equal([1L, 6L, 8L], positions.shape);
        // Row 1 of 2 is π, column 3 of 3 is 2π: sine, cosine, and both of a hundredth.
        double row = Math.PI / 100, column = Math.PI / 50;
        Close.To(
            [0, -1, Math.Sin(row), Math.Cos(row), 0, 1, Math.Sin(column), Math.Cos(column)],
            [.. positions[0][2].data<float>().ToArray().Select(v => (double)v)],
            5e-6);
    }
}
