using DiffOG.Composition;
using PureHDF;

namespace DiffOG.Datasets.Robomimic.Tests;

/// <summary>A file to be, with numbers that tell where they stand; goes away with the test.</summary>
internal sealed class DemoFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diffog-robomimic-").FullName;
    private readonly H5Group data = [];

    /// <summary>Written by h5py with pictures, LZF and gzip.</summary>
    internal static string Compressed => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "h5py-lzf-images.hdf5");

    /// <summary>Written by h5py with the oldest layout there is.</summary>
    internal static string ByH5py => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "h5py-earliest.hdf5");

    internal string Path => System.IO.Path.Combine(folder, "demos.hdf5");

    internal H5Group Mask { get; } = [];

    /// <summary>demo · 100 + step + column / 10.</summary>
    internal static double Value(int demo, int step, int column) => (demo * 100) + step + (column / 10.0);

    internal static double[,] Table(int demo, int steps, int width)
    {
        double[,] table = new double[steps, width];
        for (int t = 0; t < steps; t++)
        {
            for (int c = 0; c < width; c++)
                table[t, c] = Value(demo, t, c);
        }
        return table;
    }

    /// <summary>Adds a demonstration with seven actions and the observations named; of three values each.</summary>
    internal DemoFile With(int demo, int steps, params string[] observations) => With(demo, new H5Group
    {
        ["actions"] = Table(demo, steps, 7),
        ["states"] = Table(demo, steps, 5),
        ["obs"] = Observed(observations.Select(o => (o, (object)Table(demo, steps, 3)))),
    });

    internal DemoFile With(int demo, H5Group group)
    {
        data[$"demo_{demo}"] = group;
        return this;
    }

    internal DemoFile Attribute(string name, string text)
    {
        data.Attributes[name] = text;
        return this;
    }

    internal static H5Group Observed(IEnumerable<(string Name, object Values)> observations)
    {
        H5Group group = [];
        foreach ((string name, object values) in observations)
            group[name] = values;
        return group;
    }

    internal DemoFile Write()
    {
        new H5File { ["data"] = data, ["mask"] = Mask }.Write(Path);
        return this;
    }

    internal IDemonstrationDataset Open(RobomimicOptions? options = null, PluginContext? context = null) => OpenAt(Path, options, context);

    internal static IDemonstrationDataset OpenAt(string path, RobomimicOptions? options = null, PluginContext? context = null) => new RobomimicPlugin().Create(
        new RobomimicOptions { Path = path, Rate = options?.Rate, Filter = options?.Filter, Observations = options?.Observations, Cameras = options?.Cameras, Action = options?.Action ?? new() }, context ?? new PluginContext());

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
