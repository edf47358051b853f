using DiffOG.Specs;
using System.Diagnostics;
using DiffOG.Simulation;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>How many pictures a second each task renders at the sizes that policies are given, one step between pictures of a camera.</summary>
internal static class Pictures
{
    private const int WarmUp = 5;

    public static void Run(Arguments arguments)
    {
        int pictures = arguments.Number("pictures", 200);
        Console.WriteLine($"{pictures} pictures of each camera that policies are given, a control step before each; renderQuality fast");
        Console.WriteLine($"{"task",-24}{"camera",-24}{"size",10}{"pictures/s",12}{"ms a picture: median",22}{"95 %",8}");
        foreach (TaskEntry task in arguments.Tasks)
        {
            using ISimulator world = task.Create();
            foreach (CameraSpec camera in PolicyCameras(world))
            {
                double[] times = Time(world, camera, pictures);
                Console.WriteLine($"{task.Id,-24}{camera.Name,-24}{$"{camera.Width}x{camera.Height}",10}{times.Length / times.Sum(),12:F0}{1e3 * At(times, 0.5),22:F2}{1e3 * At(times, 0.95),8:F2}");
            }
        }
    }

    /// <summary>Pictures a second over all cameras that policies are given.</summary>
    public static double Rate(ISimulator world, int pictures)
    {
        double[] times = [.. PolicyCameras(world).SelectMany(c => Time(world, c, pictures))];
        return times.Length / times.Sum();
    }

    /// <summary>All cameras but the one for films.</summary>
    public static IEnumerable<CameraSpec> PolicyCameras(ISimulator world) => world.Spec.Cameras.Count > 1 ? world.Spec.Cameras.Skip(1) : world.Spec.Cameras;

    // The step is not timed, the picture is: its scene has moved since the last one.
    private static double[] Time(ISimulator world, CameraSpec camera, int pictures)
    {
        world.Reset(1);
        List<double> times = [];
        for (int i = 0; i < pictures + WarmUp; i++)
        {
            if (world.Step(world.CommandInForce).Kind == StepKind.Last)
                world.Reset(1);
            long start = Stopwatch.GetTimestamp();
            world.Render(camera.Name, camera.Width, camera.Height);
            if (i >= WarmUp)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return [.. times];
    }

    private static double At(double[] times, double share) => times.Order().ElementAt((int)(share * (times.Length - 1)));
}
