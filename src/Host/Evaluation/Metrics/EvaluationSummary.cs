namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How the executed actions moved, in one window of the episodes.</summary>
/// <param name="Steps">All executed steps in the window.</param>
/// <param name="Violations">How well the constraints were kept.</param>
/// <param name="Changes">|Δa| by group: translation, rotation, joint, as far as the action has them.</param>
/// <param name="Jerks">Third differences by group.</param>
/// <param name="Border">The jump at chunk borders.</param>
/// <param name="Distance">Distance from the policy's proposal.</param>
public sealed record MotionSummary(
    int Steps, Violations Violations, IReadOnlyList<GroupChange> Changes, IReadOnlyList<GroupJerk> Jerks, BorderJump Border, ProposalDistance Distance);

/// <summary>What came of one episode.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Success">Whether the task was fulfilled at any step.</param>
/// <param name="FirstSuccess">Steps to the first success; null without one.</param>
/// <param name="BestScore">The largest score.</param>
/// <param name="Steps">Executed steps.</param>
/// <param name="ViolatedSteps">Executed steps with a violated constraint.</param>
public sealed record EpisodeOutcome(long Seed, bool Success, int? FirstSuccess, double BestScore, int Steps, int ViolatedSteps);

/// <summary>Everything measured about one refiner.</summary>
/// <param name="Label">Its name in the report.</param>
/// <param name="PluginId">Its plugin's id.</param>
/// <param name="Success">Success rate.</param>
/// <param name="Paired">Success against the first refiner on the same seeds; null for the first.</param>
/// <param name="StepsToSuccess">Steps to the first success, over the episodes that had one.</param>
/// <param name="Score">The task's score.</param>
/// <param name="UntilSuccess">Motion up to the first success.</param>
/// <param name="WholeEpisode">Motion of whole episodes; equal to the former where episodes end at success.</param>
/// <param name="Solver">How refinements ended.</param>
/// <param name="Latency">How long they took [s].</param>
/// <param name="Episodes">Every episode, in the order of the seeds.</param>
public sealed record RefinerSummary(
    string Label,
    string PluginId,
    Proportion Success,
    PairedSuccess? Paired,
    Statistic StepsToSuccess,
    ScoreSummary Score,
    MotionSummary UntilSuccess,
    MotionSummary WholeEpisode,
    SolverSummary Solver,
    Latency Latency,
    IReadOnlyList<EpisodeOutcome> Episodes);

/// <summary>Everything measured in an evaluation.</summary>
/// <param name="Refiners">In the order of the experiment; the first is what the others are compared to.</param>
public sealed record EvaluationSummary(IReadOnlyList<RefinerSummary> Refiners);
