using System.Globalization;
using DiffOG.Benchmarks.Simulation;

// table   [--tasks can,square] [--episodes 100] [--first-seed 0] [--steps 100] [--pictures 100]
// images  [--tasks can,square] [--pictures 200]
// experts [--tasks can,square] [--episodes 100] [--first-seed 0] [--failures]
// speed   [--tasks can,square] [--passes 60] [--steps 50] [--expert]
// digest  [--tasks can,square] [--episodes 5]
// smoothness [--tasks move-the-stack] [--episodes 100] [--first-seed 0]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Arguments arguments = new(args);
switch (args.FirstOrDefault() ?? "table")
{
    case "table":
        Table.Run(arguments);
        return 0;
    case "images":
        Pictures.Run(arguments);
        return 0;
    case "experts":
        Experts.Run(arguments);
        return 0;
    case "speed":
        Speed.Run(arguments);
        return 0;
    case "digest":
        Digest.Run(arguments);
        return 0;
    case "smoothness":
        Smoothness.Run(arguments);
        return 0;
    default:
        Console.Error.WriteLine("One of: table, images, experts, speed, digest, smoothness");
        return 2;
}
