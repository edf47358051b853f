namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>Convex polygons, corners in order, positively oriented (from x towards y).</summary>
internal static class ConvexPolygon
{
    /// <summary>The area; zero for fewer than three corners.</summary>
    public static double Area(IReadOnlyList<PlanarPoint> corners)
    {
        double twice = 0;
        for (int i = 0; i < corners.Count; i++)
        {
            (PlanarPoint a, PlanarPoint b) = (corners[i], corners[(i + 1) % corners.Count]);
            twice += (a.X * b.Y) - (b.X * a.Y);
        }
        return twice / 2;
    }

    /// <summary>The part of one polygon inside another: cut by one edge of the other after the other (Sutherland and Hodgman 1974).</summary>
    public static IReadOnlyList<PlanarPoint> Intersection(IReadOnlyList<PlanarPoint> polygon, IReadOnlyList<PlanarPoint> window)
    {
        for (int i = 0; i < window.Count; i++)
            polygon = Cut(polygon, window[i], window[(i + 1) % window.Count]);
        return polygon;
    }

    private static List<PlanarPoint> Cut(IReadOnlyList<PlanarPoint> polygon, PlanarPoint from, PlanarPoint to)
    {
        List<PlanarPoint> kept = [];
        for (int i = 0; i < polygon.Count; i++)
        {
            (PlanarPoint a, PlanarPoint b) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            (double insideA, double insideB) = (Side(from, to, a), Side(from, to, b));
            if (insideA >= 0)
                kept.Add(a);
            if ((insideA > 0 && insideB < 0) || (insideA < 0 && insideB > 0))
                kept.Add(a + ((insideA / (insideA - insideB)) * (b - a)));
        }
        return kept;
    }

    private static double Side(PlanarPoint from, PlanarPoint to, PlanarPoint p) =>
        ((to.X - from.X) * (p.Y - from.Y)) - ((to.Y - from.Y) * (p.X - from.X));
}
