using System.Text;
using System.Text.Json;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>Reads JSON with the position of everything. Comments and trailing commas are allowed, a key twice is not.</summary>
internal ref struct StrictJson
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ConfigSource _source;
    private readonly List<ConfigurationProblem> _problems;
    private readonly bool _hasLines;
    private Utf8JsonReader _reader;

    private StrictJson(ReadOnlySpan<byte> bytes, ConfigSource source, List<ConfigurationProblem> problems, bool hasLines)
    {
        _bytes = bytes;
        (_source, _problems, _hasLines) = (source, problems, hasLines);
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>Reads one value; null, and a problem, where the text is no JSON.</summary>
    /// <param name="bytes">UTF-8, without a byte-order mark.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="hasLines">Whether positions mean something to the reader.</param>
    public static ConfigNode? Read(ReadOnlySpan<byte> bytes, ConfigSource source, List<ConfigurationProblem> problems, bool hasLines = true)
    {
        StrictJson json = new(bytes, source, problems, hasLines);
        try
        {
            json._reader.Read();
            ConfigNode root = json.Value("");
            while (json._reader.Read())
            {
            }
            return root;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            problems.Add(new ConfigurationProblem("DOG1202", json.PlaceOf(cause as JsonException).ToString(), "", $"this is not JSON: {Clean(cause.Message)}"));
            return null;
        }
    }

    private ConfigNode Value(string path)
    {
        Place place = PlaceAt(_reader.TokenStartIndex);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Object(place, path),
            JsonTokenType.StartArray => Array(place, path),
            JsonTokenType.String => new ConfigNode(NodeKind.Text, place) { Text = _reader.GetString()! },
            JsonTokenType.Number => new ConfigNode(NodeKind.Number, place) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
            JsonTokenType.True or JsonTokenType.False => new ConfigNode(NodeKind.Boolean, place) { Text = _reader.TokenType == JsonTokenType.True ? "true" : "false" },
            _ => new ConfigNode(NodeKind.Null, place),
        };
    }

    private ConfigNode Object(Place place, string path)
    {
        List<KeyValuePair<string, ConfigNode>> members = [];
        Dictionary<string, Place> seen = new(StringComparer.OrdinalIgnoreCase);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            string name = _reader.GetString()!;
            Place key = PlaceAt(_reader.TokenStartIndex);
            string member = JsonPath.Join(path, name);
            if (!seen.TryAdd(name, key))
                _problems.Add(new ConfigurationProblem("DOG1203", key.ToString(), member, $"the key stands here a second time; the first is in line {seen[name].Line}"));
            if (name.Contains(':', StringComparison.Ordinal) || name.Length == 0)
                _problems.Add(new ConfigurationProblem("DOG1205", key.ToString(), path, $"the key '{name}' is not a name", "keys that are not empty and hold no ':'"));
            _reader.Read();
            members.Add(new(name, Value(member) with { Key = key }));
        }
        return new ConfigNode(NodeKind.Object, place) { Members = members };
    }

    private ConfigNode Array(Place place, string path)
    {
        List<KeyValuePair<string, ConfigNode>> elements = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            elements.Add(new($"{elements.Count}", Value(JsonPath.Join(path, elements.Count))));
        return new ConfigNode(NodeKind.Array, place) { Members = elements };
    }

    private readonly Place PlaceAt(long offset)
    {
        if (!_hasLines)
            return new Place(_source, 0, 0);
        ReadOnlySpan<byte> before = _bytes[..(int)Math.Min(offset, _bytes.Length)];
        int start = before.LastIndexOf((byte)'\n') + 1;
        return new Place(_source, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }

    private readonly Place PlaceOf(JsonException? cause)
    {
        if (!_hasLines || cause?.LineNumber is not { } line)
            return PlaceAt(_reader.BytesConsumed);
        ReadOnlySpan<byte> rest = _bytes;
        for (long i = 0; i < line && rest.IndexOf((byte)'\n') is var end and >= 0; i++)
            rest = rest[(end + 1)..];
        int column = (int)Math.Min(cause.BytePositionInLine ?? 0, rest.Length);
        return new Place(_source, (int)line + 1, Encoding.UTF8.GetCharCount(rest[..column]) + 1);
    }

    private static string Clean(string message) => message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
}
