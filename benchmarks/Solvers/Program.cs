using System.Globalization;
using System.Runtime.InteropServices;
using DiffOG.Benchmarks.Solvers;
using DiffOG.Learning.Natives;
using DiffOG.Solvers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Choices.Parse(args) is not { } choices)
{
    Console.Error.WriteLine(Choices.Usage);
    return 2;
}
TorchRuntime.Load();
Console.WriteLine($"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}");
IQpSolver executed = SolverList.All.Single(s => s.Id == "auto").Make(1);
var clock = new Clock(choices.Seconds);
Warming.Run(SolverList.Of(Parts.Single, choices), executed);
if (choices.Parts.HasFlag(Parts.Single))
    SingleTable.Write(choices, clock, executed);
if (choices.Parts.HasFlag(Parts.Batch))
    BatchTable.Write(choices, clock, executed);
if (choices.Parts.HasFlag(Parts.Scaling))
    ScalingTable.Write(choices, clock, executed);
if (choices.Parts.HasFlag(Parts.Layer))
    LayerTable.Write(choices, clock);
return 0;
