using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.LeRobot.Tests;

/// <summary>Opens datasets as the host does.</summary>
internal static class Open
{
    /// <summary>Where the fixtures lie.</summary>
    internal static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>Two real episodes of a Unitree G1, LeRobot v2.1; see the NOTICE beside them.</summary>
    internal static string G1 => Path.Combine(Fixtures, "g1");

    /// <summary>Four episodes in two files, LeRobot v3.0, written by Arrow's C++ library: state d is sin(0.3 g + d) and action d is cos(0.2 g − d) at step g of the dataset.</summary>
    internal static string Sines => Path.Combine(Fixtures, "v3");

    internal static LeRobotDataset Dataset(string path, LeRobotOptions? options = null, ObservationSpec? task = null) =>
        (LeRobotDataset)new LeRobotPlugin().Create(With(options ?? new LeRobotOptions(), path), new PluginContext { Observations = task });

    internal static LeRobotOptions With(LeRobotOptions options, string path) => new()
    {
        Path = path,
        Observations = options.Observations,
        Action = options.Action,
        Cameras = options.Cameras,
        Ffmpeg = options.Ffmpeg,
        Episodes = options.Episodes,
        CacheMegabytes = options.CacheMegabytes,
    };

    internal static void Fails(string id, string message, Action act)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(act);
        Assert.Equal(id, error.Id);
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"'{message}' is not in: {error.Message}");
    }
}
