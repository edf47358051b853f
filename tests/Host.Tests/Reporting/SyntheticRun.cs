using DiffOG.Actions;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Host.Reporting;
using DiffOG.Host.Tests.Metrics;
using DiffOG.Randomness;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Specs;

namespace DiffOG.Host.Tests.Reporting;

/// <summary>A run that never happened, with everything in it: three refiners of an arm with seven dimensions, made from a seed.</summary>
internal static class SyntheticRun
{
    private const int Dimensions = 7, ChunkSteps = 15, ExecutedSteps = 8, Chunks = 12;
    private const double Limit = 0.1;

    public static ActionSpec Arm { get; } = new(ActionMode.Relative,
    [
        .. ((string[])["dx", "dy", "dz"]).Select(n => new ActionDimension(n, ActionGroup.Translation, "1", -1, 1)),
        .. ((string[])["drx", "dry", "drz"]).Select(n => new ActionDimension(n, ActionGroup.Rotation, "1", -1, 1)),
        new ActionDimension("gripper", ActionGroup.Gripper, "1", -1, 1),
    ]);

    public static MetricContext Context { get; } = new(Arm, ActionNormalisation.Identity(Dimensions), new DifferenceLimit([0, 1, 2, 3, 4, 5], Limit), 0.05);

    public static RunReport Report(int episodes = 50, bool withCost = true, bool binaryScore = true)
    {
        RefinerRollouts[] rollouts =
        [
            Refiner("base policy", "none", episodes, 0.35, 0.04, (a, _) => a, binaryScore, false),
            Refiner("DiffOG <refine>", "diffog", episodes, 0.1, 0.01, Smooth, binaryScore, withCost),
            Refiner("clipping", "greedy-clip", episodes, 0.35, 0.08, Clip, binaryScore, false),
        ];
        return new RunReport("quickstart", Context, EvaluationMetrics.Summarise(rollouts, Context), rollouts)
        {
            Curves = [Curve("train/loss", 2000, 1, 0.9, 0.02), Curve("train/validationLoss", 2000, 250, 0.8, 0.03), Curve("train/learningRate", 2000, 50, 1e-4, 1e-6), Curve("refine/loss", 800, 1, 0.2, 0.004), Curve("refine/validationLoss", 800, 100, 0.15, 0.005), Curve("refine/unrefinedMse", 800, 100, 0.02, 0.02), Curve("refine/meanDelta", 800, 100, 0.05, 0.03), Curve("refine/unrefinedMeanDelta", 800, 100, 0.06, 0.06)],
            Validation = [new("policy", 0.021), new("mean action", 0.18), new("repeat last action", 0.047)],
            Facts = [new("Task", "mujoco/lift"), new("Policy", "diffusion"), new("Demonstrations", "100 episodes"), new("Seed", "42")],
            Sights = [.. ((string[])["front", "wrist <left>"]).SelectMany(c => Frames(3, 24, 220, 40).Select((f, i) => new Sight(c, 10 * i, f)))],
            Notes = ["This is a synthetic run: its numbers say nothing about any method."],
            Configuration = "{\n  \"name\": \"quickstart\",\n  \"note\": \"a < b && c\"\n}",
            Manifest = "{\n  \"commit\": \"0000000\"\n}",
            Command = "./diffog run experiments/quickstart.json --set seed=42",
        };
    }

    /// <summary>Frames of a disc that circles; the colour tells refiners apart.</summary>
    public static IEnumerable<Image> Frames(int count, int size, byte red, byte blue)
    {
        for (int f = 0; f < count; f++)
        {
            byte[] rgb = new byte[size * size * 3];
            (double cx, double cy) = ((size / 2.0) + (size / 3.0 * Math.Cos(f * 0.1)), (size / 2.0) + (size / 3.0 * Math.Sin(f * 0.1)));
            for (int i = 0; i < size * size; i++)
            {
                bool inside = Math.Pow((i % size) - cx, 2) + Math.Pow((i / size) - cy, 2) < size * size / 100.0;
                (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = inside ? (red, (byte)80, blue) : ((byte)235, (byte)(200 + (40 * (i / size) / size)), (byte)220);
            }
            yield return new Image(size, size, rgb);
        }
    }

    private static RefinerRollouts Refiner(string label, string id, int episodes, double noise, double failure, Func<double[], double[], double[]> refine, bool binaryScore, bool withCost) =>
        new(label, id, [.. Enumerable.Range(0, episodes).Select(e => Episode(100_000 + e, noise, failure, refine, binaryScore, withCost && e == 0))]);

    private static EpisodeRecord Episode(long seed, double noise, double failure, Func<double[], double[], double[]> refine, bool binaryScore, bool withCost)
    {
        var source = new GaussianSource(seed, (long)(1000 * failure));
        List<double> executed = [];
        List<ChunkRecord> chunks = [];
        double[] previous = new double[Dimensions];
        for (int c = 0; c < Chunks; c++)
        {
            var proposed = new ActionChunk(ChunkSteps, Dimensions, Proposal(ref source, c * ExecutedSteps, noise));
            double[] rows = new double[ChunkSteps * Dimensions];
            for (int t = 0; t < ChunkSteps; t++)
            {
                previous = t == 0 ? (executed.Count == 0 ? new double[Dimensions] : [.. executed[^Dimensions..]]) : previous;
                previous = refine(proposed.Step(t).ToArray(), previous);
                previous.CopyTo(rows, t * Dimensions);
            }
            executed.AddRange(rows[..(ExecutedSteps * Dimensions)]);
            chunks.Add(new ChunkRecord(c * ExecutedSteps, ExecutedSteps, proposed, new ActionChunk(ChunkSteps, Dimensions, rows), RefinementStatus.Refined, QpStatus.Solved, 9 + (c % 4), 0.0011 + (0.0001 * c), withCost && c == 3 ? Cost(seed) : null));
        }
        bool success = source.NextInteger(1000) >= 1000 * failure;
        return new EpisodeRecord(seed, new double[Dimensions], new ActionChunk(Chunks * ExecutedSteps, Dimensions, [.. executed]), success ? 60 + source.NextInteger(30) : null, success && binaryScore ? 1 : binaryScore ? 0 : 0.4 + (0.006 * source.NextInteger(100)), chunks);
    }

    private static double[] Proposal(ref GaussianSource source, int firstStep, double noise)
    {
        float[] normal = new float[(ChunkSteps + 1) * Dimensions];
        source.Fill(normal);
        double[] values = new double[ChunkSteps * Dimensions];
        for (int i = 0; i < values.Length; i++)
        {
            (int t, int d) = (i / Dimensions, i % Dimensions);
            double path = d == 6 ? (firstStep + t > 50 ? 1 : -1) : 0.5 * Math.Sin((0.09 * (firstStep + t)) + d);
            values[i] = path + (0.15 * noise * normal[i]) + (d == 6 ? 0 : 0.3 * noise * normal[values.Length + d]);
        }
        return values;
    }

    private static double[] Clip(double[] wanted, double[] previous) =>
        [.. wanted.Select((w, d) => d == 6 ? w : previous[d] + Math.Clamp(w - previous[d], -Limit, Limit))];

    private static double[] Smooth(double[] wanted, double[] previous) =>
        [.. wanted.Select((w, d) => d == 6 ? w : previous[d] + Math.Clamp(0.6 * (w - previous[d]), -Limit, Limit))];

    private static double[] Cost(long seed)
    {
        const int n = ChunkSteps * Dimensions;
        float[] normal = new float[n * n];
        new GaussianSource(seed, 1).Fill(normal);
        double[] cost = new double[n * n];
        for (int r = 0; r < n; r++)
        {
            for (int c = 0; c < n; c++)
            {
                bool sameDimension = r % Dimensions == c % Dimensions;
                int lag = Math.Abs((r / Dimensions) - (c / Dimensions));
                cost[(r * n) + c] = (r == c ? 4 + (r % Dimensions) : 0) + (sameDimension ? 2 * Math.Exp(-lag / 2.0) * Math.Cos(lag) : 0) + (0.02 * (normal[(r * n) + c] + normal[(c * n) + r]));
            }
        }
        return cost;
    }

    private static TrainingCurve Curve(string name, int steps, int every, double from, double to)
    {
        int[] at = [.. Enumerable.Range(0, steps / every).Select(i => (i + 1) * every)];
        float[] normal = new float[at.Length];
        new GaussianSource(1, at.Length).Fill(normal);
        return new TrainingCurve(name, at, [.. at.Select((s, i) => (to + ((from - to) * Math.Exp(-5.0 * s / steps))) * (every > 1 ? 1 : Math.Exp(0.15 * normal[i])))]);
    }
}
