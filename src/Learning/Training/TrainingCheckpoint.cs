using System.Globalization;
using System.Text.Json;
using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Safetensors;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>How far a run has come, besides its tensors.</summary>
internal sealed record TrainingProgress(long Step, double LastLoss, IReadOnlyDictionary<string, double> Validation);

/// <summary>
/// <c>last.safetensors</c>: network, averaged network, moments of the optimiser, step, and what the run is. There is no
/// generator to save: all randomness follows from the seed and the step.
/// </summary>
internal sealed class TrainingCheckpoint(string folder, ITrainingTask task, AdamW optimiser, TrainingSettings settings)
{
    internal const string FileName = "last.safetensors";
    private const string FormatVersion = "1";
    private const string OptimiserPrefix = "optimiser.";

    /// <summary>The file.</summary>
    internal string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, FileName));

    /// <summary>Puts a run's state back; null when there is no checkpoint.</summary>
    /// <exception cref="DiffOGException">DOG1301, DOG1302: the file is corrupt, or of another network. DOG1311: it is another run's.</exception>
    internal TrainingProgress? Restore()
    {
        if (!File.Exists(Path))
            return null;
        using SafetensorsFile file = SafetensorsFile.Open(Path);
        if (Read(file, "formatVersion") != FormatVersion)
            throw CheckpointErrors.Corrupt(Path, $"its format version is {Read(file, "formatVersion")}, this release reads {FormatVersion}");
        string[] differences = [.. Differences(Parsed<Dictionary<string, string>>(file, "run"), Run())];
        if (differences.Length > 0)
            throw TrainingErrors.OtherRun(Path, differences);
        StateDict.Load(file, Tensors());
        TrainingProgress progress = Parsed<TrainingProgress>(file, "progress");
        task.Restored(progress.Step);
        return progress;
    }

    /// <summary>The name of a weight or moment that is no longer finite; null where all are. Masks of attention, which are no weights, hold −∞ on purpose.</summary>
    internal string? NotFinite() => Tensors()
        .Where(t => t.Value is TorchSharp.Modules.Parameter || t.Key.StartsWith(OptimiserPrefix, StringComparison.Ordinal))
        .FirstOrDefault(t => !IsFinite(t.Value)).Key;

    /// <summary>Writes the state; the old file stays until the new one is on the disk.</summary>
    /// <exception cref="DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal void Write(TrainingProgress progress) => StateDict.Save(Path, Tensors(), new Dictionary<string, string>
    {
        ["kind"] = task.Kind,
        ["formatVersion"] = FormatVersion,
        ["run"] = JsonSerializer.Serialize(Run(), CheckpointJson.Options),
        ["progress"] = JsonSerializer.Serialize(progress, CheckpointJson.Options),
    });

    private static IEnumerable<string> Differences(Dictionary<string, string> found, Dictionary<string, string> wanted) =>
        from name in found.Keys.Union(wanted.Keys).Order(StringComparer.Ordinal)
        let was = found.GetValueOrDefault(name, "nothing")
        let now = wanted.GetValueOrDefault(name, "nothing")
        where was != now
        select $"{name}: the checkpoint has {was}, this run {now}";

    private static bool IsFinite(Tensor values)
    {
        using IDisposable scope = TorchSharp.torch.NewDisposeScope();
        using IDisposable frozen = no_grad();
        // A sum is NaN or infinite when an element is; one pass, no mask. Large finite weights do not overflow in float64.
        return double.IsFinite(values.sum(ScalarType.Float64).item<double>());
    }

    private Dictionary<string, string> Run() => settings.Identity().Concat(task.Identity)
        .ToDictionary(i => i.Name, i => Convert.ToString(i.Value, CultureInfo.InvariantCulture)!, StringComparer.Ordinal);

    private Dictionary<string, Tensor> Tensors() => task.State
        .Concat(optimiser.State.Select(s => KeyValuePair.Create(OptimiserPrefix + s.Key, s.Value)))
        .ToDictionary(StringComparer.Ordinal);

    private string Read(SafetensorsFile file, string key) =>
        file.Metadata.TryGetValue(key, out string? value) ? value : throw CheckpointErrors.Corrupt(Path, $"it has no '{key}', so it is no checkpoint of a training run");

    private T Parsed<T>(SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Read(file, key), CheckpointJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException cause)
        {
            throw CheckpointErrors.Corrupt(Path, $"its '{key}' cannot be read ({cause.Message.TrimEnd('.')})", cause);
        }
    }
}
