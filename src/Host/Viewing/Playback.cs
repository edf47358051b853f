using DiffOG.Diagnostics;
using DiffOG.Simulation;

namespace DiffOG.Host.Viewing;

/// <summary>A moment of an episode.</summary>
/// <param name="Step">Control steps so far.</param>
/// <param name="Action">[D] the command in force.</param>
/// <param name="Success">Whether the task is fulfilled now.</param>
internal readonly record struct Moment(int Step, double[] Action, bool Success);

/// <summary>How an episode is played.</summary>
/// <param name="Seed">Of the episode and of the expert.</param>
/// <param name="ByExpert">Whether the scripted expert acts; else the robot is held where it is.</param>
/// <param name="Steps">How many steps; null: the expert's until its success, two seconds of holding still.</param>
internal sealed record PlaybackSettings(long Seed, bool ByExpert, int? Steps);

/// <summary>Plays one episode, and remembers what came of it.</summary>
/// <param name="task">What messages call the task.</param>
/// <param name="simulator">The world; after each moment it is as it was at that moment.</param>
/// <param name="settings">How.</param>
internal sealed class Playback(string task, ISimulator simulator, PlaybackSettings settings)
{
    private const double SecondsOfHolding = 2;
    private readonly IReadOnlyList<int> motion = simulator.Spec.Action.MotionDimensions;

    /// <summary>Control steps so far.</summary>
    internal int Steps { get; private set; }

    /// <summary>The first step after which the task was fulfilled; null while there is none.</summary>
    internal int? FirstSuccess { get; private set; }

    /// <summary>The largest change of a command that is no gripper's from one step to the next, and where.</summary>
    internal (double Size, string Dimension, int Step) LargestChange { get; private set; } = (0, "", 0);

    /// <summary>The moments, from the start on; played as they are drawn.</summary>
    /// <exception cref="DiffOGException">DOG1790: the task has no expert.</exception>
    internal IEnumerable<Moment> Moments()
    {
        TimeStep now = simulator.Reset(settings.Seed);
        IDemonstrator? expert = settings.ByExpert ? simulator.CreateDemonstrator(settings.Seed) ?? throw NoExpert() : null;
        Moment moment = See(now);
        yield return moment;
        while (!IsOver(now))
        {
            double[] before = moment.Action;
            now = simulator.Step(expert?.Act() ?? before);
            Steps++;
            moment = See(now);
            Compare(before, moment.Action);
            yield return moment;
        }
    }

    /// <summary>What came of it, in a line.</summary>
    internal string Summary()
    {
        string success = FirstSuccess is { } step ? FormattableString.Invariant($"success yes, first after step {step}") : "success no";
        string change = LargestChange.Dimension.Length == 0 ? "0" : FormattableString.Invariant($"{LargestChange.Size:0.####} ({LargestChange.Dimension}, step {LargestChange.Step})");
        return FormattableString.Invariant($"{task}, seed {settings.Seed}, {(settings.ByExpert ? "expert" : "held still")}: {Steps} steps, {success}, largest |Δa| {change}");
    }

    private Moment See(TimeStep now)
    {
        if (now.Success)
            FirstSuccess ??= Steps;
        return new Moment(Steps, simulator.CommandInForce.ToArray(), now.Success);
    }

    private bool IsOver(TimeStep now) => now.Kind == StepKind.Last || Steps >= simulator.Spec.MaxSteps || (settings.Steps, settings.ByExpert) switch
    {
        ({ } wanted, _) => Steps >= wanted,
        (null, true) => now.Success,
        (null, false) => Steps >= SecondsOfHolding * simulator.Spec.Rate,
    };

    private void Compare(double[] before, double[] after)
    {
        foreach (int d in motion)
        {
            double change = Math.Abs(after[d] - before[d]);
            if (change > LargestChange.Size)
                LargestChange = (change, simulator.Spec.Action.Dimensions[d].Name, Steps);
        }
    }

    private DiffOGException NoExpert() => new("DOG1790", $"The task '{task}' has no scripted expert that could play.", "Leave out --expert, to see the robot held still.");
}
