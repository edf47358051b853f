using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffOG.Host.Configuration;

namespace DiffOG.Host.Qp;

/// <summary>What trials came to, for programs; the schema is in docs/qp.md. What JSON has no number for is a text, as in problem files.</summary>
internal static class QpResultJson
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new OnOneLine() },
    };

    internal static string Of(string file, QpCase qp, IReadOnlyList<QpTrial> trials, QpTrialSettings settings) => JsonSerializer.Serialize(
        new
        {
            FormatVersion,
            File = file,
            qp.Name,
            qp.Problem.Variables,
            qp.Problem.Constraints.Rows,
            Blocks = qp.Problem.Constraints.Blocks.Select(b => new { Kind = QpTable.Kind(b), b.Rows }),
            settings.Tolerance,
            qp.VariableNames,
            qp.RowNames,
            Solvers = trials.Select(t => Trial(t, trials[0])),
        },
        Options);

    private static object Trial(QpTrial trial, QpTrial first) => new
    {
        trial.Solver.Plugin.Id,
        Version = trial.Solver.Plugin.Version.ToString(),
        Options = OptionsJson.Write(trial.Solver.Options),
        Status = QpTable.Word(trial.Solution.Status),
        trial.Solution.Method,
        trial.Solution.Detail,
        trial.Confirmed,
        trial.Refuted,
        trial.Objective,
        trial.Solution.Iterations,
        trial.Check?.ActiveRows,
        Residuals = new
        {
            Solver = new { Primal = trial.Solution.PrimalResidual, Dual = trial.Solution.DualResidual, Complementarity = trial.Solution.ComplementarityGap },
            Check = trial.Check is not { } check ? null : new { check.Primal, check.Dual, check.Complementarity, check.Signs, check.Relative },
        },
        trial.Certificate,
        Seconds = trial.Time,
        DifferenceFromFirst = trial == first ? (double?)null : trial.DifferenceFrom(first),
        trial.Solution.X,
        trial.Solution.Multipliers,
    };

    private sealed class OnOneLine : JsonConverter<double[]>
    {
        public override double[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, double[] value, JsonSerializerOptions options) => writer.WriteRawValue(QpNumbers.List(value));
    }
}
