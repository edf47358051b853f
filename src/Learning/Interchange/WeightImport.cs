using DiffOG.Diagnostics;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Interchange;

/// <summary>
/// Reads weights under a reference's names. Strict: every tensor that is missing, unexpected or of another form is named,
/// by their name and ours, all of them at once.
/// </summary>
/// <param name="map">How names correspond.</param>
/// <param name="file">The reference's weights.</param>
public sealed class WeightImport(NameMap map, SafetensorsFile file)
{
    private readonly List<string> differences = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private LinearNormaliser? action;

    /// <summary>Files that hold statistics where the weights' own does not.</summary>
    public IReadOnlyList<SafetensorsFile> Statistics { get; init; } = [];

    /// <summary>What the reference calls a camera, by its name here, where it is not what the map says.</summary>
    public IReadOnlyDictionary<string, string> Cameras { get; init; } = new Dictionary<string, string>();

    private IReadOnlyList<SafetensorsFile> Sources => [file, .. Statistics];

    /// <summary>Writes a policy's weights and normalisers into a checkpoint of its own.</summary>
    /// <param name="policy">Says what is wanted; is left with weights drawn anew.</param>
    /// <param name="path">The checkpoint, which <see cref="ITrainablePolicy.Load"/> reads; an older file is replaced.</param>
    /// <param name="metadata">Strings kept in it.</param>
    /// <returns>The number of arrays.</returns>
    /// <exception cref="DiffOGException">DOG1330: it does not fit. DOG1304, DOG1502: it cannot be written.</exception>
    public int WritePolicy(ITrainablePolicy policy, string path, IReadOnlyDictionary<string, string> metadata)
    {
        Dictionary<string, SafetensorsArray> arrays = ReadPolicy(policy);
        InferenceCheckpoint.Write(path, "policy", 0, policy.Spec, arrays, metadata, action!.Map);
        return arrays.Count;
    }

    /// <summary>Writes a projector's weights into a checkpoint of its own.</summary>
    /// <param name="projector">Says what is wanted.</param>
    /// <param name="policy">The policy that it stands behind, loaded.</param>
    /// <param name="path">The checkpoint, which <see cref="ITrainableQProjector.Load"/> reads; an older file is replaced.</param>
    /// <param name="metadata">Strings kept in it.</param>
    /// <returns>The number of arrays.</returns>
    /// <exception cref="DiffOGException">DOG1330: it does not fit. DOG1304, DOG1502: it cannot be written.</exception>
    public int WriteLayer(ITrainableQProjector projector, ITrainablePolicy policy, string path, IReadOnlyDictionary<string, string> metadata)
    {
        Dictionary<string, SafetensorsArray> arrays = ReadLayer(projector);
        InferenceCheckpoint.Write(path, "layer", 0, policy.Spec, arrays, metadata, policy.Normalisation);
        return arrays.Count;
    }

    private Dictionary<string, SafetensorsArray> ReadPolicy(ITrainablePolicy policy)
    {
        PolicySpec spec = policy.Spec;
        policy.Prepare(AnyStatistics(spec), seed: 0);
        var rules = new NameRules(map, spec.Observations, Cameras);
        Dictionary<string, SafetensorsArray> normalisers = ReadNormalisers(spec, rules, out int firstValues);
        Dictionary<string, SafetensorsArray> wanted = policy.ToArrays()
            .Where(a => !a.Key.StartsWith(PolicyNormalisers.Prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        ConditionColumns? columns = map.Condition == ConditionOrder.ValuesFirst ? ColumnsOf(wanted, spec, firstValues) : null;
        Dictionary<string, SafetensorsArray> weights = ReadTensors(wanted, rules, columns);
        ThrowIfDifferent();
        return weights.Concat(normalisers).ToDictionary(StringComparer.Ordinal);
    }

    private Dictionary<string, SafetensorsArray> ReadLayer(ITrainableQProjector projector)
    {
        Dictionary<string, SafetensorsArray> weights = ReadTensors(projector.ToArrays(), new NameRules(map, null, Cameras), null);
        ThrowIfDifferent();
        return weights;
    }

    /// <summary>The columns of a policy's condition; the embedding is as long as its encoder's output.</summary>
    internal static ConditionColumns? ColumnsOf(IReadOnlyDictionary<string, SafetensorsArray> ours, PolicySpec spec, int firstValues) =>
        ours.FirstOrDefault(a => a.Key.EndsWith("diffusion_step_encoder.3.weight", StringComparison.Ordinal)).Value is { } encoder
            ? new ConditionColumns(encoder.Shape[0], spec.ObservationSteps, spec.Observations.Size, firstValues)
            : null;

    private Dictionary<string, SafetensorsArray> ReadTensors(IReadOnlyDictionary<string, SafetensorsArray> wanted, NameRules rules, ConditionColumns? columns)
    {
        var read = new Dictionary<string, SafetensorsArray>(StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in file.Entries.Values.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            string? ours = rules.IsIgnored(entry.Name) || used.Contains(entry.Name) ? null : rules.ToOurs(entry.Name);
            if (ours is not null && wanted.TryGetValue(ours, out SafetensorsArray? form))
                Take(entry, ours, form, read, columns);
            else if (!rules.IsIgnored(entry.Name) && !used.Contains(entry.Name))
                differences.Add($"unexpected: {entry.Name}, {entry.Form}{(ours is null ? "" : $" (here it would be {ours})")}");
        }
        foreach ((string ours, SafetensorsArray form) in wanted)
        {
            if (rules.FixedValueOf(ours) is { } value)
                read[ours] = SafetensorsArray.Of([.. Enumerable.Repeat((float)value, (int)(form.Size / sizeof(float)))], [.. form.Shape]);
        }
        foreach ((string ours, SafetensorsArray form) in wanted.Where(w => !read.ContainsKey(w.Key)).OrderBy(w => w.Key, StringComparer.Ordinal))
            differences.Add($"missing: {rules.ToTheirs(ours) ?? "a name that no rule gives"}, {SafetensorsEntry.FormOf(form.Type, form.Shape)} (here {ours})");
        return read;
    }

    private void Take(SafetensorsEntry entry, string ours, SafetensorsArray form, Dictionary<string, SafetensorsArray> read, ConditionColumns? columns)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!entry.Shape.SequenceEqual(form.Shape))
            differences.Add($"misshapen: {entry.Name} is {entry.Form}, wanted is {SafetensorsEntry.FormOf(form.Type, form.Shape)} (here {ours})");
        Tensor values = file.ReadTensor(entry.Name).to(ScalarType.Float32);
        if (columns is not null && ConditionColumns.Concern(ours) && entry.Shape.SequenceEqual(form.Shape))
            values = columns.ToOurs(values);
        read[ours] = SafetensorsArray.Of(values.contiguous().data<float>().ToArray(), [.. entry.Shape]);
    }

    private Dictionary<string, SafetensorsArray> ReadNormalisers(PolicySpec spec, NameRules rules, out int firstValues)
    {
        var read = new Dictionary<string, SafetensorsArray>(StringComparer.Ordinal);
        firstValues = spec.Observations.Size;
        foreach (StatisticsRule rule in map.Statistics)
        {
            foreach ((string _, string ours) in rules.Filled("", rule.Ours))
            {
                int size = ours == "action" ? spec.Action.Size : ours == "obs" ? spec.Observations.Size : 3;
                if (ReadNormaliser(rule, ours, size, spec, rules) is not { } found)
                    continue;
                firstValues = ours == "obs" ? found.First : firstValues;
                action = ours == "action" ? found.Normaliser : action;
                foreach ((string name, SafetensorsArray array) in found.Normaliser.ToArrays($"{PolicyNormalisers.Prefix}{ours}."))
                    read[name] = array;
            }
        }
        return read;
    }

    private (LinearNormaliser Normaliser, int First)? ReadNormaliser(StatisticsRule rule, string ours, int size, PolicySpec spec, NameRules rules)
    {
        string[][] ways = [.. rule.Theirs.Select(way => way.SelectMany(p => Filled(p, ours, spec, rules)).ToArray())];
        foreach (string[] way in ways)
        {
            if (ReferenceStatistics.Read(Sources, rule.Form, way, size) is not { } found)
                continue;
            used.UnionWith(file.Entries.Keys.Where(k => way.Any(p => k.StartsWith(p.TrimStart('?'), StringComparison.Ordinal))));
            return found;
        }
        differences.Add($"missing: the statistics of '{ours}', {size} values; looked for {string.Join(", or ", ways.Select(w => string.Join(" and ", w.Select(p => p.TrimStart('?') + "*"))))}");
        return null;
    }

    private static IEnumerable<string> Filled(string prefix, string ours, PolicySpec spec, NameRules rules) =>
        prefix.Contains("{entry}", StringComparison.Ordinal) ? spec.Observations.Entries.Select(e => prefix.Replace("{entry}", e.Name, StringComparison.Ordinal))
        : rules.Filled(prefix, prefix.Contains("{camera", StringComparison.Ordinal) ? "{camera}" : ours).Where(f => f.Ours == ours).Select(f => f.Theirs);

    private void ThrowIfDifferent()
    {
        if (differences.Count > 0)
            throw InterchangeErrors.Unfit(file.Path, map.Name, differences);
    }

    private static DemonstrationStatistics AnyStatistics(PolicySpec spec)
    {
        InputStatistics Of(int size) => InputStatistics.Of(new double[size], size);
        return new DemonstrationStatistics(Of(spec.Observations.Size), Of(spec.Action.Size), spec.Observations.Cameras.ToDictionary(c => c.Name, _ => Of(3)));
    }
}
