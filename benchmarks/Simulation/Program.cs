using System.Globalization;
using DiffOG.Benchmarks.Simulation;

// experts [--tasks can,square] [--episodes 100] [--first-seed 0] [--failures]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Arguments arguments = new(args);
switch (args.FirstOrDefault() ?? "experts")
{
    case "experts":
        Experts.Run(arguments);
        return 0;
    default:
        Console.Error.WriteLine("One of: experts");
        return 2;
}
