using CsCheck;
using DiffOG.Simulation.MuJoCo.Tasks.PushT;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.PushT;

public sealed class GeometryTests
{
    [Fact]
    public void A_block_on_the_goal_covers_all_of_it() => Assert.Equal(1, TBlock.Coverage(TBlock.Goal), 1e-12);

    [Fact]
    public void A_block_far_away_covers_nothing() => Assert.Equal(0, TBlock.Coverage(new PlanarPose(new PlanarPoint(80, 80), 1)));

    // Moved along its bar by d: the bar keeps 120 - d of its length, the stem 30 - d of its width.
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(29)]
    public void A_block_moved_along_its_bar_covers_what_geometry_says(double d)
    {
        var moved = new PlanarPose(TBlock.Goal.ToPicture(new PlanarPoint(d, 0)), TBlock.Goal.Angle);
        Assert.Equal((((120 - d) * 30) + ((30 - d) * 90)) / 6300, TBlock.Coverage(moved), 1e-9);
    }

    // Moved along its stem by d < 30: the bar keeps 30 - d rows, its lost d rows are still over the goal's stem, which keeps 90 - d.
    [Theory]
    [InlineData(5)]
    [InlineData(25)]
    public void A_block_moved_along_its_stem_covers_what_geometry_says(double d)
    {
        var moved = new PlanarPose(TBlock.Goal.ToPicture(new PlanarPoint(0, d)), TBlock.Goal.Angle);
        Assert.Equal((((30 - d) * 120) + (d * 30) + ((90 - d) * 30)) / 6300, TBlock.Coverage(moved), 1e-9);
    }

    [Fact]
    public void Coverage_agrees_with_counting_points() => Gen.Select(Gen.Double[-60, 60], Gen.Double[-60, 60], Gen.Double[-3.2, 3.2]).Sample(
        (x, y, turn) =>
        {
            var pose = new PlanarPose(TBlock.Goal.Origin + new PlanarPoint(x, y), TBlock.Goal.Angle + turn);
            Assert.Equal(Counted(pose), TBlock.Coverage(pose), 0.02);
        },
        iter: 40,
        seed: "0000KvGmJmo5",
        threads: 1);

    // An octagon turned against itself is cut by every edge: twice as many corners.
    [Fact]
    public void A_polygon_within_another_of_as_many_corners_has_room_for_all_of_them()
    {
        PlanarPoint[] octagon = Corners(0), turned = Corners(Math.PI / 8);
        ReadOnlySpan<PlanarPoint> common = ConvexPolygon.Intersection(octagon, turned, new PlanarPoint[ConvexPolygon.Room(8, cuts: 8)]);
        Assert.Equal(16, common.Length);
        // The common part touches the circle within both: 16 tangents at cos 22.5° make an area of 16 r² tan 11.25°.
        Assert.Equal(16 * Math.Pow(Math.Cos(Math.PI / 8), 2) * Math.Tan(Math.PI / 16), ConvexPolygon.Area(common), 1e-12);

        static PlanarPoint[] Corners(double turn) => [.. Enumerable.Range(0, 8).Select(i => new PlanarPoint(Math.Cos(turn + (i * Math.PI / 4)), Math.Sin(turn + (i * Math.PI / 4))))];
    }

    private static double Counted(PlanarPose pose)
    {
        (int inside, int all) = (0, 0);
        for (double x = -59.5; x < 60; x++)
        {
            for (double y = 0.5; y < 120; y++)
            {
                if (!InT(new PlanarPoint(x, y)))
                    continue;
                all++;
                PlanarPoint inBlock = (TBlock.Goal.ToPicture(new PlanarPoint(x, y)) - pose.Origin).Turned(-pose.Angle);
                inside += InT(inBlock) ? 1 : 0;
            }
        }
        return (double)inside / all;
    }

    private static bool InT(PlanarPoint p) => p is { X: >= -60 and <= 60, Y: >= 0 and <= 30 } or { X: >= -15 and <= 15, Y: >= 30 and <= 120 };
}
