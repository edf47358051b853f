using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Safetensors;

/// <summary>
/// Named tensors in and out of safetensors files. Loading compares all names and forms first, reports every difference
/// at once, and changes nothing unless everything fits.
/// </summary>
public static class StateDict
{
    /// <summary>All parameters and persistent buffers of a module, by their dotted names. The tensors stay the module's.</summary>
    /// <param name="module">The module.</param>
    /// <param name="prefix">Put in front of every name, for example <c>model.</c>.</param>
    public static Dictionary<string, Tensor> Of(nn.Module module, string prefix = "") =>
        module.state_dict().ToDictionary(entry => prefix + entry.Key, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Writes tensors to a file.</summary>
    /// <param name="path">The file; replaced in one step.</param>
    /// <param name="tensors">Tensors by name.</param>
    /// <param name="metadata">Strings kept in the header.</param>
    /// <exception cref="DiffOGException">The file cannot be written.</exception>
    public static void Save(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors.ToDictionary(t => t.Key, t => t.Value.ToSafetensors()), metadata);

    /// <summary>Copies a file's arrays into the tensors of the same names.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="targets">Tensors by name; each must be in the file with the same element type and shape.</param>
    /// <param name="prefix">Only names that begin so must be among the targets; the rest of the file is not looked at.</param>
    /// <param name="besides">Names of the file that somebody else reads.</param>
    /// <exception cref="DiffOGException">Names, types or shapes differ; the message lists all of them.</exception>
    public static void Load(SafetensorsFile file, IReadOnlyDictionary<string, Tensor> targets, string prefix = "", IReadOnlyCollection<string>? besides = null)
    {
        string[] differences = [.. Differences(file, targets, prefix, besides ?? [])];
        if (differences.Length > 0)
            throw CheckpointErrors.Mismatch(file.Path, differences);
        using IDisposable frozen = no_grad();
        foreach ((string name, Tensor target) in targets)
        {
            using Tensor loaded = file.ReadTensor(name);
            target.copy_(loaded);
        }
    }

    private static IEnumerable<string> Differences(SafetensorsFile file, IReadOnlyDictionary<string, Tensor> targets, string prefix, IReadOnlyCollection<string> besides)
    {
        foreach ((string name, Tensor target) in targets.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (!file.Entries.TryGetValue(name, out SafetensorsEntry? entry))
                yield return $"missing: {name}";
            else if (entry.Type != TensorBytes.TypeOf(target.dtype) || !entry.Shape.SequenceEqual(target.shape))
                yield return $"mismatched: {name} is {entry.Form}, the model wants {SafetensorsEntry.FormOf(TensorBytes.TypeOf(target.dtype), target.shape)}";
        }
        foreach (string name in file.Entries.Keys.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !targets.ContainsKey(name) && !besides.Contains(name))
                yield return $"unexpected: {name}";
        }
    }
}
