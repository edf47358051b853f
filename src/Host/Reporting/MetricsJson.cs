using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Host.Evaluation.Metrics;

namespace DiffOG.Host.Reporting;

/// <summary>The machine-readable report. Its schema is in <c>docs/report.md</c>; a change that breaks readers raises the format version.</summary>
internal static class MetricsJson
{
    public const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new FiniteOrNull() },
    };

    public static string Of(RunReport report) => JsonSerializer.Serialize(
        new MetricsFile(
            FormatVersion,
            report.Name,
            new MetricsUnits("normalised", report.Context.StepDuration, report.Context.Tolerance, report.Context.Seed),
            report.Summary.Refiners,
            [.. report.Curves.Where(c => c.Values.Count > 0).Select(TrainingSummary.Of)],
            report.Validation),
        Options).ReplaceLineEndings("\n") + "\n";

    private sealed record MetricsFile(
        int FormatVersion, string Name, MetricsUnits Units, IReadOnlyList<RefinerSummary> Refiners, IReadOnlyList<TrainingSummary> Training, IReadOnlyList<ValidationError> Validation);

    private sealed record MetricsUnits(string Actions, double StepDuration, double Tolerance, long BootstrapSeed);

    // JSON has no NaN and no infinity; null says that there is no number.
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}

/// <summary>A training curve in short.</summary>
/// <param name="Name">The curve's name.</param>
/// <param name="Steps">The last step.</param>
/// <param name="First">The first value.</param>
/// <param name="Last">The last value.</param>
/// <param name="Best">The smallest value.</param>
/// <param name="BestStep">Where it was.</param>
internal sealed record TrainingSummary(string Name, int Steps, double First, double Last, double Best, int BestStep)
{
    public static TrainingSummary Of(TrainingCurve curve)
    {
        int best = Enumerable.Range(0, curve.Values.Count).MinBy(i => double.IsNaN(curve.Values[i]) ? double.PositiveInfinity : curve.Values[i]);
        return new TrainingSummary(curve.Name, curve.Steps[^1], curve.Values[0], curve.Values[^1], curve.Values[best], curve.Steps[best]);
    }
}
