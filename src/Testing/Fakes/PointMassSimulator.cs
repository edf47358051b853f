using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Testing.Fakes;

/// <summary>
/// A point in the plane that must reach the origin: relative actions (dx, dy) and a gripper that does nothing. Needs no
/// native library; for tests of everything above a simulator. Its camera looks down on ±4 m, x to the right and y up;
/// red is a glow around the point, green a fixed pattern.
/// </summary>
/// <param name="maxSteps">The step limit.</param>
public sealed class PointMassSimulator(int maxSteps = 40) : ISimulator
{
    private const double Reach = 0.05;
    private const double View = 4, Glow = 0.3;
    private readonly double[] position = new double[2];
    private double[] command = new double[3];
    private int steps = -1;

    /// <inheritdoc/>
    public TaskSpec Spec { get; } = new(
        new ObservationSpec([new ObservationEntry("position", 2, "m")]),
        new ActionSpec(ActionMode.Relative,
        [
            new ActionDimension("dx", ActionGroup.Translation, "m", -1, 1),
            new ActionDimension("dy", ActionGroup.Translation, "m", -1, 1),
            new ActionDimension("gripper", ActionGroup.Gripper, "1", -1, 1),
        ]),
        Rate: 20, maxSteps, Cameras: [new CameraSpec("top", 32, 32)])
    {
        ScoreName = "closeness",
    };

    /// <inheritdoc/>
    public ReadOnlyMemory<double> CommandInForce => command;

    /// <inheritdoc/>
    public StepOutcome Reset(long seed, Memory<double> observation)
    {
        RequireRoom(observation);
        double[] start = RandomValues.Normal(2, seed);
        (position[0], position[1], steps, command) = (start[0], start[1], 0, new double[3]);
        return Look(StepKind.First, observation.Span);
    }

    /// <inheritdoc/>
    public StepOutcome Step(ReadOnlyMemory<double> action, Memory<double> observation)
    {
        RequireRoom(observation);
        if (steps < 0 || steps >= Spec.MaxSteps)
            throw new InvalidOperationException("Reset begins an episode; this one has not begun, or is over.");
        if (action.Length != 3 || !(Math.Abs(action.Span[0]) + Math.Abs(action.Span[1]) + Math.Abs(action.Span[2]) < double.PositiveInfinity))
            throw new ArgumentException("An action has three finite values.", nameof(action));
        for (int d = 0; d < command.Length; d++)
            command[d] = Math.Clamp(action.Span[d], -1, 1);
        position[0] += 0.1 * command[0];
        position[1] += 0.1 * command[1];
        steps++;
        return Look(steps == Spec.MaxSteps ? StepKind.Last : StepKind.Mid, observation.Span);
    }

    /// <inheritdoc/>
    public Image Render(string camera, int width, int height)
    {
        double[] columns = Profile(width, position[0]), rows = Profile(height, -position[1]);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            pixels[i * 3] = (byte)Math.Round(byte.MaxValue * columns[i % width] * rows[i / width]);
            pixels[(i * 3) + 1] = (byte)(7 * i);
        }
        return new Image(width, height, pixels);
    }

    /// <inheritdoc/>
    public SimulatorState SaveState() => new([.. position, .. command, steps]);

    /// <inheritdoc/>
    public void RestoreState(SimulatorState state)
    {
        state.Values.AsSpan(0, 2).CopyTo(position);
        command = state.Values[2..5];
        steps = (int)state.Values[5];
    }

    /// <inheritdoc/>
    public IDemonstrator CreateDemonstrator(long seed) => new Straight(this, seed);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>How bright the point is at each pixel of a side that shows −View to View [m].</summary>
    private static double[] Profile(int pixels, double place) => [.. Enumerable.Range(0, pixels).Select(i =>
    {
        double distance = ((((2 * i) + 1.0) / pixels) - 1) * View - Math.Clamp(place, -View, View);
        return Math.Exp(-0.5 * distance * distance / (Glow * Glow));
    })];

    private StepOutcome Look(StepKind kind, Span<double> observation)
    {
        position.CopyTo(observation);
        double distance = Math.Sqrt((position[0] * position[0]) + (position[1] * position[1]));
        return new StepOutcome(kind, distance < Reach, Math.Exp(-distance));
    }

    private void RequireRoom(Memory<double> observation)
    {
        if (observation.Length != position.Length)
            throw new ArgumentException($"An observation has {position.Length} values, not {observation.Length}.", nameof(observation));
    }

    /// <summary>Walks straight to the origin, with some noise.</summary>
    private sealed class Straight(PointMassSimulator world, long seed) : IDemonstrator
    {
        private long calls;

        public double[] Act()
        {
            double[] noise = RandomValues.Normal(2, seed + (1000 * ++calls));
            return [.. world.position.Select((p, d) => Math.Clamp((-5 * p) + (0.05 * noise[d]), -1, 1)), -1];
        }
    }
}
