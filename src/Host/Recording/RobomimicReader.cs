using System.Text.Json;
using DiffOG.Diagnostics;
using PureHDF;

namespace DiffOG.Host.Recording;

/// <summary>Reads back what <see cref="RobomimicWriter"/> wrote, to go on with it.</summary>
internal sealed class RobomimicReader : IDisposable
{
    private readonly string path;
    private readonly IDisposable file;
    private readonly Dictionary<string, IH5Group> demos;

    private RobomimicReader(string path, IDisposable file, IH5Group data)
    {
        (this.path, this.file) = (path, file);
        Description = RecordingDescription.Parse(data.Attribute(RobomimicWriter.OwnAttribute).Read<string>());
        demos = data.Children().OfType<IH5Group>().ToDictionary(g => g.Name, StringComparer.Ordinal);
    }

    /// <summary>What the file was recorded with.</summary>
    internal RecordingDescription Description { get; }

    /// <summary>The number of demonstrations.</summary>
    internal int Count => demos.Count;

    /// <summary>Opens a recording.</summary>
    /// <exception cref="DiffOGException">DOG1481: it is none of ours, or damaged.</exception>
    internal static RobomimicReader Open(string path)
    {
        PureHDF.VOL.Native.NativeFile? opened = null;
        return Sound(path, () =>
        {
            opened = H5File.OpenRead(path);
            if (!opened.LinkExists("data") || !opened.Group("data").AttributeExists(RobomimicWriter.OwnAttribute))
                throw RecordingErrors.NotARecording(path, "'diffog collect' did not record it");
            return new RobomimicReader(path, opened, opened.Group("data"));
        }, () => opened?.Dispose());
    }

    /// <summary>Reads a demonstration.</summary>
    /// <exception cref="DiffOGException">DOG1481: it is damaged.</exception>
    internal RecordedEpisode Read(int number) => Sound(path, () =>
    {
        IH5Group demo = demos[RobomimicWriter.NameOf(number)];
        double[] actions = demo.Dataset("actions").Read<double[]>(), rewards = demo.Dataset("rewards").Read<double[]>();
        return new RecordedEpisode(
            demo.Attribute("seed").Read<long>(), Observations(demo, rewards.Length), actions,
            demo.Dataset("states").Read<double[]>(), rewards, demo.Dataset("dones").Read<long[]>());
    });

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private double[] Observations(IH5Group demo, int steps)
    {
        double[] rows = new double[(steps + 1) * Description.ObservationSize];
        int offset = 0;
        foreach ((string name, int size) in Description.Observations.Select(o => (o.Name, o.Size)))
        {
            double[] now = demo.Dataset($"obs/{name}").Read<double[]>(), next = demo.Dataset($"next_obs/{name}").Read<double[]>();
            for (int t = 0; t <= steps; t++)
                (t < steps ? now.AsSpan(t * size, size) : next.AsSpan((steps - 1) * size, size)).CopyTo(rows.AsSpan((t * Description.ObservationSize) + offset));
            offset += size;
        }
        return rows;
    }

    private static T Sound<T>(string path, Func<T> read, Action? otherwise = null)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            otherwise?.Invoke();
            throw cause as DiffOGException ?? RecordingErrors.NotARecording(path, cause is JsonException ? $"its attribute 'data/{RobomimicWriter.OwnAttribute}' says nothing that is known ({cause.Message.TrimEnd('.')})" : $"it is damaged, or no HDF5 file ({cause.GetBaseException().Message.TrimEnd('.')})", cause);
        }
    }
}
