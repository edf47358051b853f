namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>
/// Pushes the block onto its outline: looks for the push that promises most (<see cref="PushSearch"/>), goes around the
/// block to where it begins, and pushes; while pushing it looks a little ahead at every step, whether to go on, faster or
/// slower or a little aside, or to stop. It plans in a world of its own. Once the outline is covered it withdraws.
/// </summary>
internal sealed class PushTExpert : IDemonstrator
{
    // px, px a step, control steps.
    private const double TravelSpeed = 13, TravelGain = 4, PushSpeed = 7, PushGain = 2.5, Arrived = 4, Free = 21, Withdrawal = 8, Tremor = 0.5;
    private const double LeastPart = 0.003, LeastGain = 0.01;
    private const double LeastProgress = 0.05, Taste = 0.03;
    private const int Ahead = 14, Settle = 3;
    private static readonly double[] Turns = [-0.35, -0.15, 0, 0.15, 0.35], Speeds = [2, 1, 0.5, 0.25];

    private readonly PushTTask task;
    private readonly Chance chance;
    private readonly PushSearch search;
    private readonly double pace;
    private readonly Queue<PlanarPoint> way = new();
    private PlanarPoint target;
    private PlanarPose planned;
    private double direction, speed;
    private double lastError = double.PositiveInfinity;
    private int fruitless, rest;
    private bool begun, pushing;

    /// <summary>Makes the expert.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its pace, its taste and its tremor.</param>
    public PushTExpert(PushTTask task, long seed)
    {
        this.task = task;
        chance = new Chance(seed, purpose: 1);
        pace = chance.Uniform(0.9, 1.1);
        search = new PushSearch(pace);
    }

    /// <inheritdoc/>
    public double[] Act()
    {
        if (!begun)
            (begun, target) = (true, task.Tip);
        Decide();
        if (rest > 0)
            rest--;
        else if (pushing)
            Push();
        else
            Travel();
        target = new PlanarPoint(Math.Clamp(target.X, 0, 512), Math.Clamp(target.Y, 0, 512));
        PlanarPoint shaken = target + (pushing ? default : new PlanarPoint(chance.Normal(Tremor), chance.Normal(Tremor)));
        return [Math.Clamp(shaken.X, 0, 512), Math.Clamp(shaken.Y, 0, 512)];
    }

    private bool IsDone => task.Judge().Success;

    private void Decide()
    {
        if (IsDone)
        {
            pushing = false;
            way.Clear();
            return;
        }
        if (!pushing && rest == 0 && way.Count == 0 && TOutline.Distance(task.Block, task.Tip) >= Free - 1)
            Plan();
        else if (!pushing && way.Count > 0 && (task.Block.Origin - planned.Origin).Length > 2)
            way.Clear();
    }

    private void Plan()
    {
        // After pushes that gained nothing its taste gets more adventurous: what looked best was not.
        double error = PushSearch.Error(task.Block);
        fruitless = error < lastError - LeastProgress ? 0 : fruitless + 1;
        lastError = error;
        double taste = Taste * (1 + fruitless);
        if (search.Find(task.Block, task.Tip, () => 1 + chance.Uniform(-taste, taste)) is not { } plan)
            return;
        (planned, direction) = (task.Block, plan.Direction);
        way.Clear();
        foreach (PlanarPoint place in plan.Way)
            way.Enqueue(place);
    }

    // Along the way, gathering speed and losing it before the end; without a way, off the block.
    private void Travel()
    {
        if (way.Count == 0)
        {
            Withdraw();
            return;
        }
        double left = WayAround.Length(target, [.. way]);
        speed = Math.Min(Math.Min(speed + TravelGain, TravelSpeed * pace), Math.Max(2, 0.4 * left));
        double step = Math.Min(speed, left);
        while (step > 0 && way.TryPeek(out PlanarPoint next))
        {
            double distance = (next - target).Length;
            target = distance <= step ? next : target + ((step / distance) * (next - target));
            step -= distance;
            if (step >= 0)
                way.Dequeue();
        }
        if (way.Count == 0)
            (pushing, speed) = (true, 0);
    }

    // A tip that begins inside the block has no nearest place on it, and leaves it from the middle outwards.
    private void Withdraw()
    {
        PlanarPoint away = -1 * TOutline.ToNearest(task.Block, task.Tip);
        bool inside = away.Length == 0;
        if (inside)
            away = task.Tip - task.Block.ToPicture(TBlock.CentreOfGravity);
        speed = Math.Min(speed + TravelGain, Withdrawal);
        if (inside || away.Length < Free + 2)
            target += (speed / Math.Max(away.Length, 1e-6)) * away;
    }

    // The tip first comes to rest at the start.
    private void Push()
    {
        PushModel now = new(task.Tip, task.TipVelocity, task.Block);
        if (speed == 0 && (task.Tip - target).Length > Arrived)
            return;
        double stop = Stop(now);
        (double Error, double Speed, double Direction) best = (double.PositiveInfinity, 0, 0);
        foreach (double turn in Turns)
        {
            foreach (double factor in Speeds)
            {
                double error = Ramp(now, PushSpeed * pace * factor / 2, direction + turn);
                if (error < best.Error)
                    best = (error, PushSpeed * pace * factor / 2, direction + turn);
            }
        }
        if (best.Error > stop - LeastGain - (LeastPart * stop))
        {
            // The tip still glides to its target; what that moves was counted on.
            (pushing, speed, rest) = (false, 0, Settle);
            return;
        }
        direction = best.Direction;
        speed = Next(speed, best.Speed);
        target += speed * new PlanarPoint(1, 0).Turned(direction);
    }

    private double Stop(PushModel world)
    {
        for (int i = 0; i < Settle; i++)
            world.Step(target);
        return PushSearch.Error(world.Block);
    }

    // The least error, over the steps after which the target may stop.
    private double Ramp(PushModel world, double fastest, double heading)
    {
        PlanarPoint place = target, unit = new PlanarPoint(1, 0).Turned(heading);
        double v = speed, best = double.PositiveInfinity;
        for (int i = 0; i < Ahead; i++)
        {
            v = Next(v, fastest);
            place += v * unit;
            world.Step(place);
            PushModel stopped = world;
            for (int k = 0; k < Settle; k++)
                stopped.Step(place);
            best = Math.Min(best, PushSearch.Error(stopped.Block) + (0.01 * i));
        }
        return best;
    }

    private static double Next(double present, double wanted) => present + Math.Clamp(wanted - present, -PushGain, PushGain);
}
