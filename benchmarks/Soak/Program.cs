using System.Diagnostics;
using System.Globalization;
using DiffOG.Benchmarks.Soak;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
SoakOptions options;
try
{
    options = SoakOptions.Parse(args);
}
catch (FormatException fault)
{
    Console.Error.WriteLine($"{fault.Message} Usage: {SoakOptions.Usage}");
    return 2;
}

const int Shown = 20;
int failures = 0;
var soaking = new Soaking(options);
Console.WriteLine($"{options.Count} problems of each family, seeds from {options.Seed} on; every {options.CompareEvery}. one by another solver too");
Console.WriteLine(Tally.Header);
foreach (string family in options.Families)
{
    long start = Stopwatch.GetTimestamp();
    foreach ((string id, Tally tally) in soaking.Run(family))
    {
        Console.WriteLine(tally.Line($"{family,-9}{id}"));
        foreach (string failure in tally.Failures.Take(Shown))
            Console.WriteLine($"    {failure}");
        failures += tally.Wrong + tally.Unresolved;
    }
    Console.WriteLine($"    {options.Count / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} problems a second, making and checking them included");
}
return failures == 0 ? 0 : 1;
