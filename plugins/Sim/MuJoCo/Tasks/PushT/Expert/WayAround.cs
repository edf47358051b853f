namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>The shortest way of the tip around the block, over points beside its corners.</summary>
internal static class WayAround
{
    // [px]
    private const double Aside = 25, Clearance = PushModel.TipRadius + 3, Sample = 4, From = 2, To = 510;
    private static readonly PlanarPoint[] Beside =
        [new(-60 - Aside, -Aside), new(60 + Aside, -Aside), new(60 + Aside, 30 + Aside), new(-60 - Aside, 30 + Aside), new(-15 - Aside, 120 + Aside), new(15 + Aside, 120 + Aside)];

    /// <summary>Finds it (Dijkstra 1959).</summary>
    /// <param name="block">What is in the way.</param>
    /// <param name="from">Where the tip is; it may be too near the block, and then goes away from it first.</param>
    /// <param name="to">Where it shall go.</param>
    /// <returns>The points to go to one after the other, the last of them <paramref name="to"/>; null where there is no way.</returns>
    public static PlanarPoint[]? Find(PlanarPose block, PlanarPoint from, PlanarPoint to)
    {
        PlanarPoint[] places = [to, .. Beside.Select(block.ToPicture), from];
        double[] length = [.. Enumerable.Repeat(double.PositiveInfinity, places.Length)];
        int[] next = new int[places.Length];
        bool[] done = new bool[places.Length];
        length[0] = 0;
        while (true)
        {
            int at = Nearest(length, done);
            if (at < 0)
                return null;
            if (at == places.Length - 1)
                return Follow(places, next, at);
            done[at] = true;
            for (int i = 1; i < places.Length; i++)
            {
                double over = length[at] + (places[i] - places[at]).Length;
                if (!done[i] && over < length[i] && (i == places.Length - 1 || IsOnTable(places[i])) && IsFree(block, places[at], places[i]))
                    (length[i], next[i]) = (over, at);
            }
        }
    }

    /// <summary>The length of a way [px].</summary>
    public static double Length(PlanarPoint from, IReadOnlyList<PlanarPoint> way)
    {
        double sum = 0;
        foreach (PlanarPoint place in way)
        {
            sum += (place - from).Length;
            from = place;
        }
        return sum;
    }

    /// <summary>Whether the tip can be there.</summary>
    public static bool IsOnTable(PlanarPoint p) => p is { X: > From and < To, Y: > From and < To };

    private static bool IsFree(PlanarPose block, PlanarPoint a, PlanarPoint b)
    {
        int parts = 1 + (int)((b - a).Length / Sample);
        for (int i = 0; i <= parts; i++)
        {
            if (TOutline.Distance(block, a + ((double)i / parts * (b - a))) < Clearance)
                return false;
        }
        return true;
    }

    private static int Nearest(double[] length, bool[] done)
    {
        int best = -1;
        for (int i = 0; i < length.Length; i++)
        {
            if (!done[i] && length[i] < double.PositiveInfinity && (best < 0 || length[i] < length[best]))
                best = i;
        }
        return best;
    }

    private static PlanarPoint[] Follow(PlanarPoint[] places, int[] next, int at)
    {
        List<PlanarPoint> way = [];
        while (at != 0)
        {
            at = next[at];
            way.Add(places[at]);
        }
        return [.. way];
    }
}
