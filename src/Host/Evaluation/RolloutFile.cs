using System.Globalization;
using System.Text.Json;
using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Host.Runs;
using DiffOG.Learning.Safetensors;
using DiffOG.Refiners;
using DiffOG.Solvers;

namespace DiffOG.Host.Evaluation;

/// <summary>
/// Rollouts of one refiner as a safetensors file, so that the report can be made later and Python can read them: arrays
/// <c>executed</c> [steps of all episodes, D], <c>proposed</c> and <c>refined</c> [chunks of all episodes, T, D],
/// <c>latency</c> [chunks] in seconds, <c>cost</c> [kept, n, n]; what is not an array is JSON in the header.
/// </summary>
internal static class RolloutFile
{
    private const string Key = "rollouts";
    private const string InputsKey = "inputs";

    /// <summary>Replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rollouts">The rollouts.</param>
    /// <param name="inputs">The hash of all that decided them.</param>
    /// <exception cref="DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal static void Write(string path, RefinerRollouts rollouts, string inputs)
    {
        ChunkRecord[] chunks = [.. rollouts.Episodes.SelectMany(e => e.Chunks)];
        var arrays = new Dictionary<string, SafetensorsArray> { ["latency"] = SafetensorsArray.Of(chunks.Select(c => c.Latency).ToArray()) };
        Add(arrays, "executed", [.. rollouts.Episodes.Select(e => e.Executed).OfType<ActionChunk>()], stacked: false);
        Add(arrays, "proposed", [.. chunks.Select(c => c.Proposed)], stacked: true);
        Add(arrays, "refined", [.. chunks.Select(c => c.Refined)], stacked: true);
        double[][] costs = [.. chunks.Select(c => c.Cost).OfType<double[]>()];
        if (costs.Length > 0)
            arrays["cost"] = SafetensorsArray.Of(costs.SelectMany(c => c).ToArray(), costs.Length, (long)Math.Sqrt(costs[0].Length), (long)Math.Sqrt(costs[0].Length));
        var header = new Header(1, rollouts.Label, rollouts.PluginId, [.. rollouts.Episodes.Select(EpisodeHeader.Of)]);
        SafetensorsWriter.Write(path, arrays, new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(header, RunJson.Compact), [InputsKey] = inputs });
    }

    /// <summary>The hash that a file was written with; null where there is none, or it is damaged.</summary>
    internal static string? InputsOf(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            return file.Metadata.GetValueOrDefault(InputsKey);
        }
        catch (DiffOGException)
        {
            return null;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DiffOGException">DOG1301, DOG1302, DOG1303: the file is missing or damaged. DOG1507: its header is.</exception>
    internal static RefinerRollouts Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Header header = HeaderOf(path, file);
        var reader = new ArrayReader(file);
        return new RefinerRollouts(header.Label, header.PluginId, [.. header.Episodes.Select(e => e.ToRecord(reader))]);
    }

    private static Header HeaderOf(string path, SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<Header>(file.Metadata.GetValueOrDefault(Key) ?? "null", RunJson.Compact)
                ?? throw new JsonException("it holds no rollouts");
        }
        catch (JsonException cause)
        {
            throw RunErrors.Unreadable(path, cause);
        }
    }

    private static void Add(Dictionary<string, SafetensorsArray> arrays, string name, ActionChunk[] chunks, bool stacked)
    {
        if (chunks.Length == 0)
            return;
        double[] values = [.. chunks.SelectMany(c => c.Values)];
        int dimensions = chunks[0].Dimensions;
        arrays[name] = stacked
            ? SafetensorsArray.Of(values, chunks.Length, chunks[0].Steps, dimensions)
            : SafetensorsArray.Of(values, values.Length / dimensions, dimensions);
    }

    private sealed record Header(int FormatVersion, string Label, string PluginId, IReadOnlyList<EpisodeHeader> Episodes);

    private sealed record ChunkHeader(int FirstStep, int Executed, RefinementStatus Status, QpStatus? SolverStatus, int Iterations, bool HasCost);

    private sealed record EpisodeHeader(
        long Seed, double[] CommandInForce, int Steps, int? FirstSuccess, double BestScore, string? Video, IReadOnlyList<ChunkHeader> Chunks)
    {
        internal static EpisodeHeader Of(EpisodeRecord e) => new(
            e.Seed, e.CommandInForce, e.Executed?.Steps ?? 0, e.FirstSuccess, e.BestScore, e.Video,
            [.. e.Chunks.Select(c => new ChunkHeader(c.FirstStep, c.Executed, c.Status, c.SolverStatus, c.Iterations, c.Cost is not null))]);

        internal EpisodeRecord ToRecord(ArrayReader reader) => new(
            Seed, CommandInForce, Steps == 0 ? null : reader.Executed.Next(Steps, CommandInForce.Length), FirstSuccess, BestScore, [.. Chunks.Select(reader.Chunk)])
        {
            Video = Video,
        };
    }

    private sealed class ArrayReader(SafetensorsFile file)
    {
        private readonly Cursor proposed = new(file, "proposed");
        private readonly Cursor refined = new(file, "refined");
        private readonly Cursor cost = new(file, "cost");
        private readonly Cursor latency = new(file, "latency");

        internal Cursor Executed { get; } = new(file, "executed");

        internal ChunkRecord Chunk(ChunkHeader c) => new(
            c.FirstStep, c.Executed, proposed.Next(), refined.Next(), c.Status, c.SolverStatus, c.Iterations,
            latency.NextValues(1)[0], c.HasCost ? cost.NextValues((int)(cost.Shape[1] * cost.Shape[2])) : null);
    }

    /// <summary>Hands out an array piece by piece.</summary>
    private sealed class Cursor(SafetensorsFile file, string name)
    {
        private readonly double[] values = file.Entries.ContainsKey(name) ? file.Read<double>(name) : [];
        private int position;

        internal IReadOnlyList<long> Shape => file.Entries[name].Shape;

        internal ActionChunk Next() => Next((int)Shape[1], (int)Shape[2]);

        internal ActionChunk Next(int steps, int dimensions) => new(steps, dimensions, NextValues(steps * dimensions));

        internal double[] NextValues(int count)
        {
            if (position + count > values.Length)
                throw RunErrors.Unreadable(file.Path, new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{name}' holds {values.Length} values, fewer than the header says")));
            position += count;
            return values.AsSpan(position - count, count).ToArray();
        }
    }
}
