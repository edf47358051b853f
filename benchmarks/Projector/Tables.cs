using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Projector;

/// <summary>What is printed.</summary>
internal static class Tables
{
    internal static void Inference(string[] sizes)
    {
        set_num_threads(1);
        Inference(8, 2, 64); // until everything is compiled
        Console.WriteLine("Batch 1, one thread, medians [µs] over 300 calls taken in turns; module: Torch without gradients; stream: reading the same weights and adding them up");
        Console.WriteLine(string.Concat(
            $"{"",-13}{"",5}{"",8}{"",9}{"module/",9}{"bare Torch/",12}{"",8}",
            $" |{"encoder",8}{"",10}{"",8} |{"L",8}{"",8}{"",8}{"",6}{"",6} |{"L Lt",6}{"",7} |{"bytes",6}"));
        Console.WriteLine(string.Concat(
            $"{"T x D, E",-13}{"n",5}{"module",8}{"managed",9}{"managed",9}{"managed",12}{"stream",8}",
            $" |{"managed",8}{"Torch mm",10}{"stream",8} |{"managed",8}{"linear",8}{"stream",8}{"MB",6}{"GB/s",6} |{"mngd",6}{"bmm",7} |{"alloc",6}"));
        foreach (int size in new[] { 256, 64 })
        {
            foreach ((int steps, int dimensions) in new[] { (8, 2), (16, 7), (15, 7), (16, 14), (32, 7) })
            {
                if (sizes.Length == 0 || sizes.Contains($"{steps}x{dimensions}"))
                    Console.WriteLine(Inference(steps, dimensions, size));
            }
        }
    }

    internal static void Training()
    {
        Console.WriteLine($"Batch {Projector.Training.Batch}, medians [ms] over 18 calls taken in turns: forward, and forward with backward; operators: by Torch's operators alone");
        Console.WriteLine($"{"T x D, E",-13}{"threads",8} |{"network",16}{"operators",16}{"ratio",14} |{"encoder",16} |{"L, Q",16}{"operators",16}{"ratio",14} |{"of which map",16}");
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            set_num_threads(threads);
            foreach (int size in new[] { 256, 64 })
                Training(16, 7, size, threads);
        }
    }

    private static string Inference(int steps, int dimensions, int size)
    {
        using var one = new Case(steps, dimensions, size);
        var times = new Stopwatches();
        one.AddTo(times);
        times.Run();
        double bare = times["torch mm"] + times["torch linear"] + times["torch bmm"];
        return string.Concat(
            $"{$"{steps}x{dimensions}, {size}",-13}{steps * dimensions,5}{times["module"],8:F0}{times["managed"],9:F0}{times["module"] / times["managed"],9:F1}{bare / times["managed"],12:F2}{times["stream"],8:F0}",
            $" |{times["encoder"],8:F0}{times["torch mm"],10:F0}{times["stream encoder"],8:F0}",
            $" |{times["head"],8:F0}{times["torch linear"],8:F0}{times["stream head"],8:F0}{one.HeadBytes / 1e6,6:F1}{one.HeadBytes / times["head"] / 1e3,6:F1}",
            $" |{times["product"],6:F0}{times["torch bmm"],7:F0} |{one.Allocated,6}");
    }

    private static void Training(int steps, int dimensions, int size, int threads)
    {
        using var training = new Training(steps, dimensions, size);
        string Times(string name) => $"{training[name].Forward,8:F1}{training[name].Both,8:F1}";
        string Ratio(string slow, string fast) => $"{training[slow].Forward / training[fast].Forward,7:F1}{training[slow].Both / training[fast].Both,7:F1}";
        Console.WriteLine(string.Concat(
            $"{$"{steps}x{dimensions}, {size}",-13}{threads,8} |{Times("network")}{Times("operators")}{Ratio("operators", "network")}",
            $" |{Times("encoder")} |{Times("head")}{Times("head, operators")}{Ratio("head, operators", "head")} |{Times("map, operators")}"));
    }
}
