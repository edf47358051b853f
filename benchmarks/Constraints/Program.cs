using System.Diagnostics;
using System.Globalization;
using DiffOG.Actions;
using DiffOG.Benchmarks.Constraints;
using DiffOG.Constraints;

const int Calls = 2000, Passes = 25;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double[] point = new double[Cases.Steps * Cases.Dimensions];
ConstraintContext chunk = new(Cases.Steps, Cases.Dimensions) { Previous = new ActionChunk(3, Cases.Dimensions, new double[3 * Cases.Dimensions]) };

Console.WriteLine($"Chunks of {Cases.Steps} steps of {Cases.Dimensions} dimensions, three previous actions; one thread; the least of {Passes} passes of {Calls} calls");
Console.WriteLine($"{"constraint set",-36}{"rows",6}{"judge µs",10}{"build µs",10}{"ratio",7}{"bytes",8}{"rows out µs",13}{"contradiction µs",18}");
foreach ((string name, IConstraintSet set) in Cases.All)
{
    LinearConstraints rows = set.Build(chunk);
    // To judge a chunk by rows that are there costs what reading them costs.
    double judge = Microseconds(() => rows.LargestViolation(point));
    double build = Microseconds(() => set.Build(chunk).Rows);
    double all = Microseconds(() => set.Build(chunk).Matrix.Rows);
    double contradiction = Microseconds(() => Feasibility.FindContradiction(rows, Cases.Dimensions) is null ? 0 : 1);
    Console.WriteLine($"{name,-36}{rows.Rows,6}{judge,10:F2}{build,10:F2}{build / judge,7:F1}{Bytes(() => set.Build(chunk).Rows),8}{all - build,13:F2}{contradiction,18:F2}");
}

static double Microseconds(Func<double> call)
{
    double least = double.PositiveInfinity, sum = 0;
    for (int pass = 0; pass < Passes; pass++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
            sum += call();
        least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls);
    }
    return double.IsNaN(sum) ? sum : least; // The sum is used, so that no call can be left out.
}

static long Bytes(Func<double> call)
{
    call();
    long before = GC.GetAllocatedBytesForCurrentThread();
    for (int i = 0; i < 100; i++)
        call();
    return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
}
