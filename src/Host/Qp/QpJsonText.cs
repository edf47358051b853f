using System.Text;
using System.Text.Json;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Qp;

/// <summary>Reads the text of a problem file, token by token, into nodes with their lines. What they mean is not its business.</summary>
internal ref struct QpJsonText
{
    /// <summary>The object whose text is kept.</summary>
    internal const string OptionsPath = "solver.options";

    private readonly string _file;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private long _counted;
    private int _line = 1;

    private QpJsonText(string file, ReadOnlySpan<byte> bytes)
    {
        _file = file;
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes);
    }

    /// <summary>Reads one value and nothing after it.</summary>
    /// <param name="file">As messages name it.</param>
    /// <param name="bytes">UTF-8; a byte-order mark is passed over.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1221: it is no JSON, or not all of it. DOG1222: a key stands twice, or a list mixes numbers with something else.</exception>
    internal static QpNode Read(string file, ReadOnlySpan<byte> bytes)
    {
        var text = new QpJsonText(file, bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        try
        {
            text._reader.Read();
            QpNode root = text.Value("");
            while (text._reader.Read())
            {
            }
            return root;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw QpErrors.NotJson(file, text.LineAt(text._reader.BytesConsumed), Clean(cause.Message), cause);
        }
    }

    private QpNode Value(string path)
    {
        int line = LineAt(_reader.TokenStartIndex);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(line, path),
            JsonTokenType.StartArray => Array(line, path),
            JsonTokenType.String => new QpNode(QpNodeKind.Text, line) { Text = _reader.GetString()! },
            JsonTokenType.Number => new QpNode(QpNodeKind.Number, line) { Number = Finite(line, path) },
            JsonTokenType.True or JsonTokenType.False => new QpNode(QpNodeKind.Boolean, line) { Text = _reader.TokenType == JsonTokenType.True ? "true" : "false" },
            _ => new QpNode(QpNodeKind.Null, line),
        };
    }

    private QpNode Object(int line, string path)
    {
        int start = (int)_reader.TokenStartIndex;
        Dictionary<string, QpNode> members = new(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            string name = _reader.GetString()!;
            string member = JsonPath.Join(path, name);
            int at = LineAt(_reader.TokenStartIndex);
            _reader.Read();
            if (!members.TryAdd(name, Value(member)))
                throw QpErrors.Wrong(_file, at, member, "the key a second time", "every key once");
        }
        // Options of a solver are read by whoever knows them: their text is kept.
        string kept = path == OptionsPath ? Encoding.UTF8.GetString(_bytes[start..(int)_reader.BytesConsumed]) : "";
        return new QpNode(QpNodeKind.Object, line) { Members = members, Text = kept };
    }

    private QpNode Array(int line, string path)
    {
        List<double> numbers = [];
        List<QpNode> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            string element = JsonPath.Join(path, numbers.Count + items.Count);
            double? number = Number(element);
            if (number is { } value)
                numbers.Add(value);
            else
                items.Add(Value(element));
            if (numbers.Count > 0 && items.Count > 0)
                throw QpErrors.Wrong(_file, items[^1].Line, element, number is null ? items[^1].Quoted : "a number", "what is not finite as \"Infinity\", \"-Infinity\" or \"NaN\", and nothing else among numbers");
        }
        return items.Count == 0
            ? new QpNode(QpNodeKind.Numbers, line) { Numbers = [.. numbers] }
            : new QpNode(QpNodeKind.List, line) { Items = items };
    }

    private double? Number(string path) => _reader.TokenType switch
    {
        JsonTokenType.Number => Finite(LineAt(_reader.TokenStartIndex), path),
        JsonTokenType.String when _reader.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when _reader.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        JsonTokenType.String when _reader.ValueTextEquals("NaN"u8) => double.NaN,
        _ => null,
    };

    private readonly double Finite(int line, string path)
    {
        double value = _reader.GetDouble();
        return double.IsFinite(value) ? value : throw QpErrors.Wrong(_file, line, path, Encoding.UTF8.GetString(_reader.ValueSpan), "a number that fits into 64 bits, or \"Infinity\"");
    }

    /// <summary>The line of an offset; offsets only grow, so that every byte is looked at once.</summary>
    private int LineAt(long offset)
    {
        offset = Math.Clamp(offset, _counted, _bytes.Length);
        _line += _bytes[(int)_counted..(int)offset].Count((byte)'\n');
        _counted = offset;
        return _line;
    }

    private static string Clean(string message) => message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
}
