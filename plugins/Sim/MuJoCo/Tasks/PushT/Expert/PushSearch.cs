namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>
/// Looks for the next push by trying out many in the <see cref="PushModel"/>: at places around the T, in several
/// directions, and for the most promising ones also the push after that.
/// </summary>
/// <param name="pace">A factor on speeds.</param>
internal sealed class PushSearch(double pace)
{
    /// <summary>Between tip and block before a push [px].</summary>
    public const double Gap = 6;

    // Control steps; px a step; px.
    private const int MostSteps = 22, Promising = 14, Overhead = 5;
    private const double TravelSpeed = 13, PushSpeed = 7, Acceleration = 2.5, WallFrom = 9, WallTo = 502;
    private const double CoverageWeight = 40, LeastHaste = 0.01, MostHaste = 0.35, HastePart = 0.004;
    private static readonly double[] Turns = [-0.45, 0, 0.45], Straight = [0];

    /// <summary>
    /// What is wrong with a block's pose: the mean distance of its corners from where they are wanted [px], and 0.4 px for
    /// each percent of the outline that is not covered.
    /// </summary>
    public static double Error(PlanarPose block)
    {
        double corners = TOutline.CornerError(block);
        return corners + (CoverageWeight * (corners > 60 ? 1 : 1 - TBlock.Coverage(block)));
    }

    /// <summary>What a step is worth: less, the nearer the end is.</summary>
    public static double Haste(double error) => Math.Clamp(HastePart * error, LeastHaste, MostHaste);

    /// <summary>Finds a push.</summary>
    /// <param name="block">Where the block is.</param>
    /// <param name="tip">Where the tip is.</param>
    /// <param name="jitter">What the value of a push is multiplied by, so that ties and habits differ.</param>
    /// <returns>Null where none is possible.</returns>
    public PushPlan? Find(PlanarPose block, PlanarPoint tip, Func<double> jitter)
    {
        double haste = Haste(Error(block));
        List<(PushPlan Plan, PushEnd End, double Steps)> tried = [.. Candidates(block, Turns)
            .Select(c => (c.Start, c.Direction, End: Try(block, c.Start, c.Direction)))
            .Where(c => c.End.Steps > 0)
            .OrderBy(c => c.End.Error + (haste * c.End.Steps))
            .Take(4 * Promising)
            .Select(c => (c.Start, c.Direction, c.End, Way: WayAround.Find(block, tip, c.Start)))
            .Where(c => c.Way is not null)
            .Select(c => (new PushPlan(c.Start, c.Direction, c.Way!), c.End, c.End.Steps + Overhead + (WayAround.Length(tip, c.Way!) / (TravelSpeed * pace))))
            .OrderBy(c => c.End.Error + (haste * c.Item3))
            .Take(Promising)];
        return tried.Count == 0 ? null : tried.MinBy(c => jitter() * Value(c.End, c.Steps, haste)).Plan;
    }

    private double Value(PushEnd end, double steps, double haste)
    {
        double best = end.Error + (haste * steps);
        foreach ((PlanarPoint start, double direction) in Candidates(end.Block, Straight))
        {
            PushEnd second = Try(end.Block, start, direction);
            double travel = (1.3 * (start - end.Tip).Length / (TravelSpeed * pace)) + Overhead;
            best = Math.Min(best, second.Error + (haste * (steps + second.Steps + travel)));
        }
        return best;
    }

    private static IEnumerable<(PlanarPoint Start, double Direction)> Candidates(PlanarPose block, double[] turns)
    {
        foreach (OutlinePoint point in TOutline.Points)
        {
            PlanarPoint outwards = point.Outwards.Turned(block.Angle);
            double inwards = Math.Atan2(-outwards.Y, -outwards.X);
            foreach (double turn in turns)
            {
                double direction = inwards + turn;
                PlanarPoint start = block.ToPicture(point.Place) + (PushModel.TipRadius * outwards) - new PlanarPoint(Gap, 0).Turned(direction);
                if (WayAround.IsOnTable(start) && TOutline.Distance(block, start) > PushModel.TipRadius + (0.6 * Gap))
                    yield return (start, direction);
            }
        }
    }

    // A push that gathers speed; its end is taken as if the block stood still at once.
    private PushEnd Try(PlanarPose block, PlanarPoint start, double direction)
    {
        PushModel world = new(start, default, block);
        PlanarPoint unit = new PlanarPoint(1, 0).Turned(direction), target = start;
        PushEnd best = new(Error(block), 0, block, start);
        double speed = 0;
        // Some episodes begin with a block that lies over the edge; it has to be allowed to come from there.
        bool inside = TOutline.IsInside(block, WallFrom, WallTo);
        for (int i = 1; i <= MostSteps; i++)
        {
            speed = Math.Min(speed + Acceleration, PushSpeed * pace);
            target += speed * unit;
            world.Step(target);
            PlanarPose now = world.Block;
            if (!WayAround.IsOnTable(target) || (inside && !TOutline.IsInside(now, WallFrom, WallTo)))
                break;
            double error = Error(now);
            if (error < best.Error)
                best = new PushEnd(error, i, now, world.Tip);
            else if (error > best.Error + 25)
                break;
        }
        return best;
    }
}
