using System.Text;
using System.Text.Json;

namespace DiffOG.Host.Runs;

/// <summary>Appends measurements to metrics.jsonl, and passes them on to TensorBoard. Safe from several threads.</summary>
internal sealed class MetricLog : IDisposable
{
    private readonly string path;
    private readonly TimeProvider time;
    private readonly ITensorBoard? board;
    private readonly FileStream stream;
    private readonly Lock gate = new();

    private MetricLog(string path, FileStream stream, TimeProvider time, ITensorBoard? board) =>
        (this.path, this.stream, this.time, this.board) = (path, stream, time, board);

    /// <summary>Opens the file for appending; a line that a killed process left half written is cut off.</summary>
    /// <param name="path">metrics.jsonl.</param>
    /// <param name="time">The clock of the events.</param>
    /// <param name="board">Receives the events too; null for none.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1502, DOG1505: it cannot be written.</exception>
    internal static MetricLog Open(string path, TimeProvider time, ITensorBoard? board = null)
    {
        FileStream? stream = null;
        RunErrors.Guard(path, () =>
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.SetLength(EndOfLastLine(stream));
            stream.Seek(0, SeekOrigin.End);
        });
        return new MetricLog(path, stream!, time, board);
    }

    /// <summary>Writes one event; it is in the file when the call returns.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="step">The training step or the number of the episode.</param>
    /// <param name="values">Measurements by name.</param>
    internal void Write(string stage, long step, params IEnumerable<(string Name, double Value)> values)
    {
        var line = new MetricEvent(1, time.GetUtcNow(), stage, step, values.ToDictionary(v => v.Name, v => v.Value));
        byte[] bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, RunJson.Compact) + "\n");
        lock (gate)
        {
            RunErrors.Guard(path, () =>
            {
                stream.Write(bytes);
                stream.Flush();
            });
            foreach ((string name, double value) in line.Values)
                board?.Add($"{stage}/{name}", value, step);
        }
    }

    /// <summary>All events of a file, in order; of events with the same stage and step the last one counts per name.</summary>
    /// <param name="path">metrics.jsonl; a missing file has no events.</param>
    /// <param name="where">Which events count; null: all.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1507: a line is not an event.</exception>
    internal static IReadOnlyList<MetricEvent> Read(string path, Func<MetricEvent, bool>? where = null)
    {
        if (!File.Exists(path))
            return [];
        return [.. Lines(path).Where(where ?? (_ => true)).GroupBy(e => (e.Stage, e.Step)).Select(g => g.Aggregate(Merge))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        board?.Dispose();
    }

    private static MetricEvent Merge(MetricEvent earlier, MetricEvent later)
    {
        var values = new Dictionary<string, double>(earlier.Values);
        foreach ((string name, double value) in later.Values)
            values[name] = value;
        return later with { Values = values };
    }

    private static IEnumerable<MetricEvent> Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string[] lines = reader.ReadToEnd().Split('\n');
        // What follows the last line feed is not complete.
        for (int i = 0; i < lines.Length - 1; i++)
            yield return Parse(path, i + 1, lines[i]);
    }

    private static MetricEvent Parse(string path, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricEvent>(line, RunJson.Compact) ?? throw new JsonException("the line is null");
        }
        catch (JsonException cause)
        {
            throw RunErrors.Unreadable($"{path}, line {number}", cause);
        }
    }

    private static long EndOfLastLine(FileStream stream)
    {
        long end = stream.Length;
        while (end > 0)
        {
            stream.Seek(end - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n')
                break;
            end--;
        }
        return end;
    }
}
