using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DiffOG.Constraints;
using DiffOG.Learning.Safetensors;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>Writes problems as JSON (docs/qp.md), so that reading brings back the same bits and the same structure.</summary>
internal static class QpJsonWriter
{
    internal const string Format = "diffog-qp";
    internal const int Version = 1;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces a file.</summary>
    /// <exception cref="ArgumentException">Q has not n² elements, or constraints are over another number of variables: such a thing has no file.</exception>
    /// <exception cref="IOException">It cannot be written; what stood there before is untouched.</exception>
    internal static void Write(string path, QpCase qp) => AtomicFile.Write(path, stream => Write(stream, qp));

    /// <summary>Writes to a stream.</summary>
    internal static void Write(Stream stream, QpCase qp)
    {
        QpProblem problem = qp.Problem;
        int n = problem.Variables;
        if (problem.Q.Length != (long)n * n || problem.Constraints.Variables != n)
            throw new ArgumentException($"A problem with Q of {problem.Q.Length} elements, p of {n} and constraints over {problem.Constraints.Variables} variables has no file.", nameof(qp));
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            Head(json, qp);
            json.WriteNumber("variables", n);
            Quadratic(json, problem);
            Numbers(json, "linear", problem.P);
            json.WriteStartArray("blocks");
            foreach (ConstraintBlock block in problem.Constraints.Blocks)
                Block(json, block);
            json.WriteEndArray();
            Tail(json, qp);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Head(Utf8JsonWriter json, QpCase qp)
    {
        json.WriteString("format", Format);
        json.WriteNumber("formatVersion", Version);
        if (qp.Name is not null)
            json.WriteString("name", qp.Name);
        if (qp.Note is not null)
            json.WriteString("note", qp.Note);
        if (qp.Maximised)
            json.WriteBoolean("maximised", true);
        if (qp.Constant != 0)
            Raw(json, "constant", QpNumbers.Of(qp.Constant));
    }

    private static void Tail(Utf8JsonWriter json, QpCase qp)
    {
        if (qp.Start is { } start)
        {
            json.WriteStartObject("warmStart");
            Numbers(json, "x", start.X);
            Numbers(json, "multipliers", start.Multipliers);
            json.WriteEndObject();
        }
        if (qp.Solver is { } solver)
        {
            json.WriteStartObject("solver");
            json.WriteString("id", solver.Id);
            Raw(json, "options", solver.Options);
            json.WriteEndObject();
        }
    }

    /// <summary>The lower triangle where the upper one is its mirror image to the last bit; else all of Q.</summary>
    private static void Quadratic(Utf8JsonWriter json, QpProblem problem)
    {
        (double[] q, int n) = (problem.Q, problem.Variables);
        bool symmetric = IsSymmetric(q, n);
        json.WriteStartObject("quadratic");
        json.WriteString("storage", symmetric ? "lower" : "full");
        if (problem.Definite)
            json.WriteBoolean("definite", true);
        // The writer would put all rows on one line.
        Raw(json, "rows", $"[\n{string.Join(",\n", Enumerable.Range(0, n).Select(i => $"      {QpNumbers.List(q.AsSpan(i * n, symmetric ? i + 1 : n))}"))}\n    ]");
        json.WriteEndObject();
    }

    private static bool IsSymmetric(double[] q, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double below = q[(i * n) + j], above = q[(j * n) + i];
                if (BitConverter.DoubleToInt64Bits(below) != BitConverter.DoubleToInt64Bits(above) && !(double.IsNaN(below) && double.IsNaN(above)))
                    return false;
            }
        }
        return true;
    }

    private static void Block(Utf8JsonWriter json, ConstraintBlock block)
    {
        json.WriteStartObject();
        if (block.Source.Length > 0)
            json.WriteString("source", block.Source);
        switch (block)
        {
            case DifferenceBlock difference:
                Difference(json, difference);
                break;
            case BoxBlock box:
                json.WriteString("kind", "box");
                Integers(json, "indices", box.Indices);
                Numbers(json, "lower", box.RowLower);
                Numbers(json, "upper", box.RowUpper);
                break;
            default:
                // A kind that only its plugin knows is written out as rows.
                General(json, block);
                break;
        }
        json.WriteEndObject();
    }

    private static void Difference(Utf8JsonWriter json, DifferenceBlock block)
    {
        json.WriteString("kind", "difference");
        json.WriteNumber("steps", block.Shape.Steps);
        json.WriteNumber("dimensions", block.Shape.Dimensions);
        json.WriteNumber("order", block.Shape.Order);
        json.WriteNumber("known", block.Shape.Known);
        Integers(json, "constrained", block.Shape.Constrained);
        Numbers(json, "lower", block.Lower);
        Numbers(json, "upper", block.Upper);
        Numbers(json, "rowLower", block.RowLower);
        Numbers(json, "rowUpper", block.RowUpper);
        if (block.Previous is { } previous)
            Numbers(json, "previous", previous.Values);
    }

    private static void General(Utf8JsonWriter json, ConstraintBlock block)
    {
        json.WriteString("kind", "general");
        Integers(json, "starts", block.Matrix.Starts);
        Integers(json, "columns", block.Matrix.Indices);
        Numbers(json, "values", block.Matrix.Values);
        Numbers(json, "lower", block.RowLower);
        Numbers(json, "upper", block.RowUpper);
    }

    private static void Integers(Utf8JsonWriter json, string name, IEnumerable<int> values) =>
        Raw(json, name, $"[{string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]");

    private static void Numbers(Utf8JsonWriter json, string name, double[] values) => Raw(json, name, QpNumbers.List(values));

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
