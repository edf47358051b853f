using System.Globalization;
using DiffOG.Benchmarks.Vision;
using DiffOG.Learning.Natives;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchRuntime.Load();
// One thread: the processor's time is then what an idle machine would take, whatever else this one does.
TorchSharp.torch.set_num_threads(1);
int batch = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 32;
Console.WriteLine($"batch {batch}, 2 observations, 2 cameras of 84×84, crop 76, one thread, medians [ms of the processor]");
Console.WriteLine("| width, stages | parameters | crop | forward | and backward | bare operators | ratio | channels first | ratio |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
foreach ((int width, int stages) in new[] { (16, 2), (16, 3), (16, 4), (32, 3), (64, 4) })
{
    using var measured = new Case(width, stages, batch);
    Console.WriteLine(measured.Measure(rounds: 7));
}
