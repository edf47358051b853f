using DiffOG.Datasets;
using DiffOG.Specs;
using DiffOG.Testing.Fakes;

namespace DiffOG.Benchmarks.Learning;

/// <summary>Random walks of the size of Lift's demonstrations: 19 observed values, 7 commanded ones.</summary>
internal static class Demonstrations
{
    internal const int ObservedValues = 19, CommandedValues = 7;
    private const double Rate = 20;

    internal static ActionSpec Action { get; } = new(ActionMode.Relative, [.. Enumerable.Range(0, CommandedValues).Select(d => new ActionDimension($"d{d}", d == CommandedValues - 1 ? ActionGroup.Gripper : ActionGroup.Joint, "1", -1, 1))]);

    internal static ObservationSpec Observations(params CameraSpec[] cameras) => new([new ObservationEntry("state", ObservedValues, "1")]) { Cameras = cameras };

    internal static MemoryDataset InMemory(int episodes, int length)
    {
        var dataset = new MemoryDataset(Observations(), Action, Rate);
        Fill(dataset, episodes, length);
        return dataset;
    }

    internal static void Fill(IEpisodeSink sink, int episodes, int length)
    {
        var random = new Random(1);
        for (int e = 0; e < episodes; e++)
        {
            sink.Append(
                new EpisodeWindow(Walk(random, length, ObservedValues), Walk(random, length, CommandedValues))
                {
                    Pictures = sink.Spec.Observations.Cameras.ToDictionary(c => c.Name, c => Noise(random, length * c.Bytes)),
                },
                new Dictionary<string, string>());
        }
    }

    private static byte[] Noise(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static double[] Walk(Random random, int steps, int size)
    {
        double[] values = new double[steps * size];
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp((i < size ? 0 : values[i - size]) + (0.1 * (random.NextDouble() - 0.5)), -1, 1);
        return values;
    }
}
