using System.Globalization;
using DiffOG.Benchmarks.Solvers;
using DiffOG.Composition;
using DiffOG.Solvers;
using DiffOG.Solvers.InteriorPoint;
using DiffOG.Testing.Problems;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
IQpSolver one = new InteriorPointPlugin().Create(new() { Threads = 1 }, new PluginContext());
IQpSolver all = new InteriorPointPlugin().Create(new(), new PluginContext());

Console.WriteLine($"{Environment.ProcessorCount} processors; one problem after the other on one thread; medians over 60 problems, the best of 7 passes each");
Console.WriteLine($"{"family",-34}{"n",5}{"m",5}{"Cholesky µs",13}{"solve µs",10}{"ratio",8}{"p99 µs",9}{"warm µs",9}{"gradient µs",13}{"steps",7}{"violation",11}");
foreach ((string name, LayerProblems family) in Families.All)
    Console.WriteLine(Report.Single(name, family, one));

Console.WriteLine();
Console.WriteLine($"{"batch of 128",-34}{"1 thread ms",13}{"all ms",9}{"µs a problem",14}");
foreach ((string name, LayerProblems family) in Families.All.Where(f => f.Family.Steps == 15))
    Console.WriteLine(Report.Batch(name, family, one, all));
