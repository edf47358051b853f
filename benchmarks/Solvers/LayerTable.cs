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
            "T x D", "refine", "p99", "projector", "rows", "assembly", "solve", "all else", "bytes");
        foreach ((int steps, int dimensions) in Sizes)
        {
            using var loop = new ControlLoop(steps, dimensions, solver.Make(1));
            double[] refine = clock.Each(ControlLoop.Count, loop.Refine), parts = [.. loop.Parts.Select(part => Clock.Median(clock.Each(ControlLoop.Count, part)))];
            table.Add([$"{steps}x{dimensions}", Clock.Median(refine), Clock.Percentile(refine, 0.99), .. parts.Cast<object>(), Clock.Median(refine) - parts.Sum(), loop.Allocated()]);
        }
    }

    private static void Training(Choices choices, Clock clock, MeasuredSolver solver)
    {
        var table = new Table(
            choices.Format,
            $"A batch of {TrainingLayer.Batch} through the layer, {solver.Id}, forward and backward; ms, medians",
            1,
            "T x D", "threads", "layer", "projector", "assembly", "solve", "backward QP", "backward projector", "all else");
        foreach ((int steps, int dimensions) in Sizes)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                TorchSharp.torch.set_num_threads(threads);
                using var layer = new TrainingLayer(steps, dimensions, solver.Make(threads));
                double whole = Clock.Median(clock.Series(layer.Whole)) / 1000;
                double[] parts = [.. layer.Parts.Select(part => Clock.Median(clock.Series(part)) / 1000)];
                table.Add([$"{steps}x{dimensions}", threads, whole, .. parts.Cast<object>(), whole - parts.Sum()]);
            }
        }
        TorchSharp.torch.set_num_threads(1);
    }
}
