using DiffOG.Specs;
using System.Globalization;
using DiffOG.Diagnostics;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>What can go wrong in a simulated task, in words; each id has a page under <c>docs/errors/</c>.</summary>
internal static class SimulationErrors
{
    public static DiffOGException Unstable(string task, double time, string sign) => new(
        "DOG1701", string.Create(CultureInfo.InvariantCulture, $"The simulation of {task} became unstable {time:F3} s into the episode: {sign}."),
        "Run the episode again with the same seed to see it again, and report it; with a model of your own, lower the time step or the gains.");

    public static DiffOGException PeriodIsNoMultiple(double period, double step) => new(
        "DOG1702", string.Create(CultureInfo.InvariantCulture, $"A control step of {period} s is not a whole number of physics steps of {step} s."),
        "Choose a rate whose period is a multiple of the physics step.");

    public static DiffOGException NoSuchCamera(string camera, IReadOnlyList<CameraSpec> cameras) => new(
        "DOG1703", $"The task has no camera '{camera}'; it has {string.Join(", ", cameras.Select(c => c.Name))}.", "Name one of them.");

    public static DiffOGException NoRoom(string task, double time) => new(
        "DOG1704", string.Create(CultureInfo.InvariantCulture, $"The simulation of {task} had more contacts {time:F3} s into the episode than its model has room for; MuJoCo leaves the rest out, and things fall through each other."),
        "Raise nconmax and njmax in the model's <size>, and from MuJoCo 3 on its memory; for a task of this repository, report task, seed and actions.");
}
