using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Specs;

namespace DiffOG.Host.Reporting;

/// <summary>A quantity over a training.</summary>
/// <param name="Name">What was trained and what was measured: <c>policy/loss</c>, <c>policy/validationLoss</c>, <c>layer/learningRate</c>. Curves with the same first part stand together; 'loss' and 'validationLoss' are drawn in one picture.</param>
/// <param name="Steps">[k] optimiser steps, ascending.</param>
/// <param name="Values">[k] values.</param>
public sealed record TrainingCurve(string Name, IReadOnlyList<int> Steps, IReadOnlyList<double> Values);

/// <summary>The error of one way to predict the actions of the validation demonstrations.</summary>
/// <param name="Name">Which way: <c>policy</c>, <c>mean action</c>, <c>repeat last action</c>.</param>
/// <param name="Error">Mean squared error of the normalised actions.</param>
public sealed record ValidationError(string Name, double Error);

/// <summary>One line of the report's facts, for example 'Task' and 'mujoco/lift'.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">Its value.</param>
public sealed record ReportFact(string Name, string Value);

/// <summary>A picture that the policy is given.</summary>
/// <param name="Camera">The camera's name.</param>
/// <param name="Step">The step of the demonstration.</param>
/// <param name="Picture">What it shows.</param>
public sealed record Sight(string Camera, int Step, Image Picture);

/// <summary>Everything a report is made of. Times and machine come in as text: the report itself looks at no clock.</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Context">What the metrics were computed with.</param>
/// <param name="Summary">The metrics.</param>
/// <param name="Rollouts">The rollouts they were computed from, for pictures.</param>
public sealed record RunReport(string Name, MetricContext Context, EvaluationSummary Summary, IReadOnlyList<RefinerRollouts> Rollouts)
{
    /// <summary>The trainings; empty where none was done.</summary>
    public IReadOnlyList<TrainingCurve> Curves { get; init; } = [];

    /// <summary>The policy's error on validation demonstrations, and what trivial predictions reach; empty where unknown.</summary>
    public IReadOnlyList<ValidationError> Validation { get; init; } = [];

    /// <summary>Task, dataset, policy, seeds, durations: what a reader wants to know first.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>What the policy's cameras show in the course of a demonstration, camera by camera; empty where it reads no pictures.</summary>
    public IReadOnlyList<Sight> Sights { get; init; } = [];

    /// <summary>What a reader should be told besides, for example why there is no video.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The composed configuration, JSON text.</summary>
    public string? Configuration { get; init; }

    /// <summary>The manifest, JSON text.</summary>
    public string? Manifest { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public string? Command { get; init; }
}
