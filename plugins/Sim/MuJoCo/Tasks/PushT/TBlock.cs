namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>The T of Push-T in its own frame [px]: a bar of 120 × 30 above a stem of 30 × 90, the origin at the middle of the bar's upper edge.</summary>
internal static class TBlock
{
    /// <summary>Where the T is wanted.</summary>
    public static readonly PlanarPose Goal = new(new PlanarPoint(256, 256), Math.PI / 4);

    /// <summary>
    /// The point that free rotation leaves where it is: the mean of the two parts' centres, which is the original's
    /// (not the area's centre, which lies at 40.7).
    /// </summary>
    public static readonly PlanarPoint CentreOfGravity = new(0, 45);

    /// <summary>[px²].</summary>
    public const double Area = (120 * 30) + (30 * 90);

    /// <summary>
    /// The points that a policy sees. Computed from the 13,755 steps of the human demonstrations (diffusion policy project,
    /// pusht_cchi_v7_replay.zarr) in which nothing touches the block: the recorded keypoints, brought into the frame of the
    /// recorded block pose, are constant to 2e-5 px (99 % of these steps), and this is their median.
    /// </summary>
    public static readonly PlanarPoint[] Keypoints =
    [
        new(9.269787, 90.040974), new(-60.983472, -1.186730), new(60.912755, -1.393364), new(-0.270504, 25.543625), new(-14.064927, 122.815854),
        new(39.002738, 32.857404), new(-39.966414, 32.729655), new(-16.824344, 62.863179), new(23.541461, -1.700288),
    ];

    /// <summary>The two boxes, corner by corner.</summary>
    public static readonly PlanarPoint[][] Boxes =
    [
        [new(-60, 0), new(60, 0), new(60, 30), new(-60, 30)],
        [new(-15, 30), new(15, 30), new(15, 120), new(-15, 120)],
    ];

    private const int Corners = 4;
    private static readonly PlanarPoint[][] GoalBoxes = [.. Boxes.Select(box => box.Select(Goal.ToPicture).ToArray())];
    private static readonly int Room = ConvexPolygon.Room(Corners, cuts: Corners);

    /// <summary>How much of the goal a T covers, 0 to 1; exact.</summary>
    /// <param name="pose">Where the T is.</param>
    public static double Coverage(PlanarPose pose)
    {
        Span<PlanarPoint> boxes = stackalloc PlanarPoint[2 * Corners], room = stackalloc PlanarPoint[Room];
        pose.ToPicture(Boxes[0], boxes);
        pose.ToPicture(Boxes[1], boxes[Corners..]);
        double area = 0;
        foreach (PlanarPoint[] goal in GoalBoxes)
        {
            for (int part = 0; part < boxes.Length; part += Corners)
                area += ConvexPolygon.Area(ConvexPolygon.Intersection(boxes.Slice(part, Corners), goal, room));
        }
        return Math.Min(area / Area, 1);
    }
}
