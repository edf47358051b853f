using DiffOG.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Interchange;

/// <summary>Writes a checkpoint under a reference's names: weights, and the statistics of normalisers as the reference keeps them.</summary>
/// <param name="map">How names correspond.</param>
public sealed class WeightExport(NameMap map)
{
    /// <summary>What the reference calls a camera, by its name here, where it is not what the map says.</summary>
    public IReadOnlyDictionary<string, string> Cameras { get; init; } = new Dictionary<string, string>();

    /// <summary>The arrays of a checkpoint under the reference's names.</summary>
    /// <param name="checkpoint">An open <c>policy.safetensors</c> or <c>layer.safetensors</c>; must stay open until they are written.</param>
    /// <exception cref="DiffOGException">DOG1330: the map has no name for a tensor. DOG1301: the checkpoint is damaged.</exception>
    public IReadOnlyDictionary<string, SafetensorsArray> Arrays(SafetensorsFile checkpoint)
    {
        PolicySpec spec = InferenceCheckpoint.SpecOf(checkpoint);
        var rules = new NameRules(map, map.Part == MappedPart.Policy ? spec.Observations : null, Cameras);
        string[] own = [.. checkpoint.Entries.Keys.Where(k => !k.StartsWith(PolicyNormalisers.Prefix, StringComparison.Ordinal) && rules.FixedValueOf(k) is null).Order(StringComparer.Ordinal)];
        string[] nameless = [.. own.Where(o => rules.ToTheirs(o) is null).Select(o => $"nameless: {o}")];
        if (nameless.Length > 0)
            throw InterchangeErrors.Unfit(checkpoint.Path, map.Name, nameless);
        ConditionColumns? columns = ColumnsOf(checkpoint, spec);
        return own.Select(o => KeyValuePair.Create(rules.ToTheirs(o)!, Array(checkpoint, o, columns)))
            .Concat(map.Part == MappedPart.Policy ? Statistics(checkpoint, rules) : [])
            .ToDictionary(StringComparer.Ordinal);
    }

    private ConditionColumns? ColumnsOf(SafetensorsFile checkpoint, PolicySpec spec) => map.Condition == ConditionOrder.ValuesFirst
        ? WeightImport.ColumnsOf(checkpoint.Entries.ToDictionary(e => e.Key, e => new SafetensorsArray(e.Value.Type, e.Value.Shape, _ => { })), spec, spec.Observations.Size)
        : null;

    private static SafetensorsArray Array(SafetensorsFile checkpoint, string name, ConditionColumns? columns)
    {
        SafetensorsEntry entry = checkpoint.Entries[name];
        if (columns is null || !ConditionColumns.Concern(name))
            return new SafetensorsArray(entry.Type, entry.Shape, stream => Copy(checkpoint, entry, stream));
        using DisposeScope scope = NewDisposeScope();
        return SafetensorsArray.Of(columns.ToTheirs(checkpoint.ReadTensor(name)).contiguous().data<float>().ToArray(), [.. entry.Shape]);
    }

    private static void Copy(SafetensorsFile checkpoint, SafetensorsEntry entry, Stream stream)
    {
        byte[] bytes = new byte[entry.End - entry.Start];
        checkpoint.ReadBytes(entry.Name, bytes);
        stream.Write(bytes);
    }

    /// <summary>By the first way in which the map finds them; all values of an observation under its first prefix.</summary>
    private IEnumerable<KeyValuePair<string, SafetensorsArray>> Statistics(SafetensorsFile checkpoint, NameRules rules) =>
        from rule in map.Statistics
        from name in rules.Filled(rule.Theirs[0][0], rule.Ours)
        let normaliser = LinearNormaliser.Read(checkpoint, $"{PolicyNormalisers.Prefix}{name.Ours}.")
        from field in ReferenceStatistics.Write(normaliser, rule.Form)
        select KeyValuePair.Create(name.Theirs + field.Field, SafetensorsArray.Of([.. field.Values.Select(v => (float)v)]));
}
