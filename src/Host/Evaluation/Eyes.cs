using DiffOG.Simulation;
using DiffOG.Specs;

namespace DiffOG.Host.Evaluation;

/// <summary>Adds pictures to observations, for policies that read them.</summary>
internal static class Eyes
{
    /// <summary>The observation with a picture of each camera, of the size that policies are given.</summary>
    /// <param name="simulator">In the state that was observed.</param>
    /// <param name="cameras">Those that are wanted; none: nothing is rendered.</param>
    /// <param name="observation">What was observed.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">This machine cannot render; the message says what is missing.</exception>
    internal static Observation Look(ISimulator simulator, IReadOnlyList<CameraSpec> cameras, Observation observation) => cameras.Count == 0
        ? observation
        : observation with { Images = cameras.ToDictionary(c => c.Name, c => simulator.Render(c.Name, c.Width, c.Height)) };

    /// <summary>Requires that this machine can render what will be wanted, before long work that ends in needing it.</summary>
    /// <param name="simulator">Of the task; its episode, if any, ends.</param>
    /// <param name="cameras">Those that will be wanted; none: nothing is required.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">It cannot; the message says what is missing.</exception>
    internal static void Require(ISimulator simulator, IReadOnlyList<CameraSpec> cameras)
    {
        if (cameras.Count > 0)
            Look(simulator, cameras, simulator.Reset(0).Observation);
    }
}
