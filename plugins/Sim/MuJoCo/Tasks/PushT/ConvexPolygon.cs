namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>Convex polygons, corners in order, positively oriented (from x towards y). Nothing is allocated.</summary>
internal static class ConvexPolygon
{
    /// <summary>The area; zero for fewer than three corners.</summary>
    public static double Area(ReadOnlySpan<PlanarPoint> corners)
    {
        double twice = 0;
        for (int i = 0; i < corners.Length; i++)
        {
            (PlanarPoint a, PlanarPoint b) = (corners[i], corners[i + 1 < corners.Length ? i + 1 : 0]);
            twice += (a.X * b.Y) - (b.X * a.Y);
        }
        return twice / 2;
    }

    /// <summary>The room that <see cref="Intersection"/> needs. A cut adds one corner; where rounding makes a polygon wavy, at most half of them again.</summary>
    /// <param name="corners">Of the polygon.</param>
    /// <param name="cuts">Edges of the window.</param>
    public static int Room(int corners, int cuts)
    {
        for (int i = 0; i < cuts; i++)
            corners += (corners + 1) / 2;
        return 2 * corners;
    }

    /// <summary>The part of one polygon inside another: cut by one edge of the other after the other (Sutherland and Hodgman 1974).</summary>
    /// <param name="polygon">What is cut.</param>
    /// <param name="window">What is kept.</param>
    /// <param name="room">[<see cref="Room"/>] receives the corners.</param>
    /// <returns>A part of the room.</returns>
    public static ReadOnlySpan<PlanarPoint> Intersection(ReadOnlySpan<PlanarPoint> polygon, ReadOnlySpan<PlanarPoint> window, Span<PlanarPoint> room)
    {
        int half = room.Length / 2;
        for (int i = 0; i < window.Length; i++)
        {
            Span<PlanarPoint> kept = room.Slice(i % 2 * half, half);
            polygon = kept[..Cut(polygon, window[i], window[i + 1 < window.Length ? i + 1 : 0], kept)];
        }
        return polygon;
    }

    private static int Cut(ReadOnlySpan<PlanarPoint> polygon, PlanarPoint from, PlanarPoint to, Span<PlanarPoint> kept)
    {
        int count = 0;
        for (int i = 0; i < polygon.Length; i++)
        {
            (PlanarPoint a, PlanarPoint b) = (polygon[i], polygon[i + 1 < polygon.Length ? i + 1 : 0]);
            (double insideA, double insideB) = (Side(from, to, a), Side(from, to, b));
            if (insideA >= 0)
                kept[count++] = a;
            if ((insideA > 0 && insideB < 0) || (insideA < 0 && insideB > 0))
                kept[count++] = a + ((insideA / (insideA - insideB)) * (b - a));
        }
        return count;
    }

    private static double Side(PlanarPoint from, PlanarPoint to, PlanarPoint p) =>
        ((to.X - from.X) * (p.Y - from.Y)) - ((to.Y - from.Y) * (p.X - from.X));
}
