using DiffOG.Simulation.MuJoCo.Geometry;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Geometry;

public sealed class TextTests
{
    [Fact]
    public void A_pose_can_be_written_down() =>
        Assert.Equal("(1, -2.5, 0) turned (1, 0, 0, 0)", new Pose(new Vector3D(1, -2.5, 0), QuaternionD.Identity).ToString());
}
