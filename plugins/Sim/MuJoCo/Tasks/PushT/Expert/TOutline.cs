namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>A place on the T's outline.</summary>
/// <param name="Place">In the T's frame [px].</param>
/// <param name="Outwards">Length one, in the T's frame.</param>
internal readonly record struct OutlinePoint(PlanarPoint Place, PlanarPoint Outwards);

/// <summary>The outline of the T as something to push at, and to walk around.</summary>
internal static class TOutline
{
    // Counter to the picture's clock: outwards is to the right of the way along an edge.
    private static readonly PlanarPoint[] Corners =
        [new(-60, 0), new(-60, 30), new(-15, 30), new(-15, 120), new(15, 120), new(15, 30), new(60, 30), new(60, 0)];

    private const double Spacing = 9, FromCorner = 3;

    /// <summary>Places to push at.</summary>
    public static readonly OutlinePoint[] Points = [.. Enumerable.Range(0, Corners.Length).SelectMany(i => Along(Corners[i], Corners[(i + 1) % Corners.Length]))];

    /// <summary>The distance from a place to the T [px]; zero inside.</summary>
    public static double Distance(PlanarPose block, PlanarPoint place) => ToNearest(block, place).Length;

    /// <summary>From a place to the nearest point of the T [px], in the picture.</summary>
    public static PlanarPoint ToNearest(PlanarPose block, PlanarPoint place)
    {
        PlanarPoint local = (place - block.Origin).Turned(-block.Angle);
        PlanarPoint bar = new PlanarPoint(Math.Clamp(local.X, -60, 60), Math.Clamp(local.Y, 0, 30)) - local;
        PlanarPoint stem = new PlanarPoint(Math.Clamp(local.X, -15, 15), Math.Clamp(local.Y, 30, 120)) - local;
        return (bar.Length < stem.Length ? bar : stem).Turned(block.Angle);
    }

    /// <summary>The mean distance of the T's corners from where they are wanted [px].</summary>
    public static double CornerError(PlanarPose block)
    {
        double sum = 0;
        foreach (PlanarPoint corner in Corners)
            sum += (block.ToPicture(corner) - TBlock.Goal.ToPicture(corner)).Length;
        return sum / Corners.Length;
    }

    /// <summary>Whether all of the T is within the walls.</summary>
    public static bool IsInside(PlanarPose block, double from, double to)
    {
        foreach (PlanarPoint corner in Corners)
        {
            PlanarPoint p = block.ToPicture(corner);
            if (p.X < from || p.Y < from || p.X > to || p.Y > to)
                return false;
        }
        return true;
    }

    private static IEnumerable<OutlinePoint> Along(PlanarPoint from, PlanarPoint to)
    {
        PlanarPoint way = to - from;
        PlanarPoint unit = (1 / way.Length) * way;
        int parts = (int)Math.Ceiling((way.Length - (2 * FromCorner)) / Spacing);
        for (int i = 0; i <= parts; i++)
            yield return new OutlinePoint(from + ((FromCorner + ((way.Length - (2 * FromCorner)) * i / parts)) * unit), new PlanarPoint(-unit.Y, unit.X));
    }
}
