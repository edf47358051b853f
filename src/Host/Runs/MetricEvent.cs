namespace DiffOG.Host.Runs;

/// <summary>
/// One line of metrics.jsonl. A stage that was killed repeats the steps after its last checkpoint, so a step can stand
/// there twice; the later line is the valid one.
/// </summary>
/// <param name="FormatVersion">Of the line.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Stage">collect, train, refine or evaluate.</param>
/// <param name="Step">The training step or the number of the episode.</param>
/// <param name="Values">Measurements by name, for example <c>loss</c>, <c>validationLoss</c>.</param>
internal sealed record MetricEvent(int FormatVersion, DateTimeOffset Time, string Stage, long Step, IReadOnlyDictionary<string, double> Values);
