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
}
