using System.Globalization;
using DiffOG.Benchmarks.Simulation;

// experts [--tasks can,square] [--episodes 100] [--first-seed 0] [--failures]
// speed   [--tasks can,square] [--passes 60] [--steps 50] [--expert]
// digest  [--tasks can,square] [--episodes 5]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Arguments arguments = new(args);
switch (args.FirstOrDefault() ?? "experts")
{
    case "experts":
        Experts.Run(arguments);
        return 0;
    case "speed":
        Speed.Run(arguments);
        return 0;
    case "digest":
        Digest.Run(arguments);
        return 0;
    default:
        Console.Error.WriteLine("One of: experts, speed, digest");
        return 2;
}
