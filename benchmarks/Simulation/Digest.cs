using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DiffOG.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>
/// A short name for all that is seen in some episodes of the expert, or of random commands where there is none: equal
/// before and after a change that is to leave every bit as it was.
/// </summary>
internal static class Digest
{
    public static void Run(Arguments arguments)
    {
        foreach (TaskEntry task in arguments.Tasks)
        {
            using ISimulator world = task.Create();
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int seed = 0; seed < arguments.Number("episodes", 5); seed++)
                Add(hash, world, seed);
            Console.WriteLine($"{task.Id,-24}{Convert.ToHexString(hash.GetHashAndReset())[..16]}");
        }
    }

    private static void Add(IncrementalHash hash, ISimulator world, int seed)
    {
        TimeStep now = world.Reset(seed);
        IDemonstrator? expert = world.CreateDemonstrator(seed);
        for (int step = 0; now.Kind != StepKind.Last && !now.Success; step++)
        {
            hash.AppendData(MemoryMarshal.AsBytes<double>([.. now.Observation.Values, now.Score]));
            now = world.Step(expert?.Act() ?? Anywhere(world, seed, step));
        }
        hash.AppendData(MemoryMarshal.AsBytes<double>(world.SaveState().Values));
    }

    private static double[] Anywhere(ISimulator world, int seed, int step)
    {
        Random random = new((1000 * seed) + step);
        return [.. world.Spec.Action.Dimensions.Select(d => d.Minimum + ((d.Maximum - d.Minimum) * random.NextDouble()))];
    }
}
