using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffOG.Diagnostics;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace DiffOG.Host.Recording;

/// <summary>A demonstration of a file: its name and its number of control steps.</summary>
internal sealed record RecordedDemo(string Name, int Steps);

/// <summary>A file in robomimic's layout, as a source of states to replay.</summary>
internal sealed class RecordedStates : IDisposable
{
    private const string Prefix = "demo_";
    private readonly string path;
    private readonly Dictionary<string, (IH5Dataset States, int Width, int Steps)> states;
    private readonly Lock reading = new();

    private RecordedStates(string path, NativeFile file)
    {
        (this.path, File) = (path, file);
        if (!file.LinkExists("data") || !file.Group("data").AttributeExists("env_args"))
            throw RecordingErrors.NoSource(path, "its group 'data' has no attribute 'env_args', which names the task");
        Arguments = JsonNode.Parse(file.Group("data").Attribute("env_args").Read<string>()) as JsonObject ?? throw RecordingErrors.NoSource(path, "'env_args' is no JSON object");
        states = file.Group("data").Children().OfType<IH5Group>().Where(g => NumberOf(g.Name) is not null).ToDictionary(g => g.Name, StatesOf, StringComparer.Ordinal);
        Demos = [.. states.OrderBy(s => NumberOf(s.Key)).Select(s => new RecordedDemo(s.Key, s.Value.Steps))];
        if (Demos.Count == 0)
            throw RecordingErrors.NoSource(path, "it holds no demonstrations");
    }

    /// <summary>The open file.</summary>
    internal NativeFile File { get; }

    /// <summary>The attribute <c>env_args</c>.</summary>
    internal JsonObject Arguments { get; }

    /// <summary>The demonstrations, in the order of their numbers.</summary>
    internal IReadOnlyList<RecordedDemo> Demos { get; }

    /// <summary>Id of the simulator.</summary>
    internal string Task => Text(Arguments["env_name"]) ?? throw RecordingErrors.NoSource(path, "'env_args' has no env_name");

    /// <summary>Version of the simulator's plugin, or null.</summary>
    internal string? TaskVersion => Text(Arguments["env_version"]);

    /// <summary>The simulator's options.</summary>
    internal string Options => (Arguments["env_kwargs"] as JsonObject)?["options"] is JsonObject options
        ? options.ToJsonString()
        : throw RecordingErrors.NoSource(path, $"'env_args' has no env_kwargs.options: it is of '{Text(Arguments["env_name"])}', which another program recorded");

    /// <summary>Opens a file.</summary>
    /// <exception cref="DiffOGException">DOG1483.</exception>
    internal static RecordedStates Open(string path)
    {
        NativeFile? opened = null;
        try
        {
            opened = H5File.OpenRead(path);
            return new RecordedStates(path, opened);
        }
        catch (Exception cause)
        {
            opened?.Dispose();
            throw cause as DiffOGException ?? RecordingErrors.NoSource(path, cause switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                JsonException => $"'env_args' is no JSON ({cause.Message.TrimEnd('.')})",
                _ => $"it is damaged, or no HDF5 file ({cause.GetBaseException().Message.TrimEnd('.')})",
            }, cause);
        }
    }

    /// <summary>Reads states, one after the other. Safe from several threads.</summary>
    /// <exception cref="DiffOGException">DOG1483: they are damaged.</exception>
    internal double[][] Read(string demo, int first, int count)
    {
        (IH5Dataset dataset, int width, _) = states[demo];
        try
        {
            lock (reading)
                return [.. dataset.Read<double[]>(fileSelection: new HyperslabSelection(2, [(ulong)first, 0], [(ulong)count, (ulong)width])).Chunk(width)];
        }
        catch (Exception cause)
        {
            throw RecordingErrors.NoSource(path, $"data/{demo}/states cannot be read ({cause.GetBaseException().Message.TrimEnd('.')})", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private (IH5Dataset States, int Width, int Steps) StatesOf(IH5Group demo)
    {
        if (!demo.LinkExists("states"))
            throw RecordingErrors.NoSource(path, $"data/{demo.Name} has no states");
        IH5Dataset found = demo.Dataset("states");
        ulong[] shape = found.Space.Dimensions;
        return shape.Length == 2 && shape[0] is > 0 and < int.MaxValue && shape[1] > 0 && found.Type is { Class: H5DataTypeClass.FloatingPoint, Size: 8 }
            ? (found, (int)shape[1], (int)shape[0])
            : throw RecordingErrors.NoSource(path, $"data/{demo.Name}/states is no table of float64 (it has the shape [{string.Join(", ", shape)}])");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static int? NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
