namespace DiffOG.Benchmarks.Solvers;

/// <summary>The whole layer at the reference's sizes by part, as the control loop calls it and as training does.</summary>
internal static class LayerTable
{
    private static readonly (int Steps, int Dimensions)[] Sizes = [(16, 7), (15, 7)];

    internal static void Write(Choices choices, Clock clock)
    {
        foreach (MeasuredSolver solver in SolverList.Of(Parts.Layer, choices))
        {
            Control(choices, clock, solver);
            Training(choices, clock, solver);
        }
    }

    private static void Control(Choices choices, Clock clock, MeasuredSolver solver)
    {
        var table = new Table(
            choices.Format,
            $"One chunk through the refiner, {solver.Id}, one thread, fresh weights (E 256, 4 heads, 2 layers); µs, medians and p99",
            1,
            "T x D", "refine", "refine p99", "projector", "rows", "assembly", "solve", "all else", "bytes");
        foreach ((int steps, int dimensions) in Sizes)
        {
            using var loop = new ControlLoop(steps, dimensions, solver.Make(1));
            double[][] times = clock.InTurns([.. loop.Parts.Prepend(loop.Refine).Select(part => new Work(ControlLoop.Count, part))]);
            double[] medians = [.. times.Select(Clock.Median)];
            table.Add([$"{steps}x{dimensions}", medians[0], Clock.Percentile(times[0], 0.99), .. medians[1..].Cast<object>(), medians[0] - medians[1..].Sum(), loop.Allocated()]);
        }
    }

    private static void Training(Choices choices, Clock clock, MeasuredSolver solver)
    {
        var table = new Table(
            choices.Format,
            $"A batch of {TrainingLayer.Batch} through the layer, {solver.Id}, forward and backward; ms, the shortest",
            1,
            "T x D", "threads", "layer", "projector", "assembly", "solve", "backward QP", "backward projector", "all else");
        foreach ((int steps, int dimensions) in Sizes)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                TorchSharp.torch.set_num_threads(threads);
                using var layer = new TrainingLayer(steps, dimensions, solver.Make(threads), threads);
                double[] shortest = [.. clock.InTurns([.. layer.Parts.Prepend(layer.Whole).Select(part => new Work(1, _ => part()))]).Select(times => times[0] / 1000)];
                table.Add([$"{steps}x{dimensions}", threads, .. shortest.Cast<object>(), shortest[0] - shortest[1..].Sum()]);
            }
        }
        TorchSharp.torch.set_num_threads(1);
    }
}
