using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using DiffOG.Refiners;
using DiffOG.Solvers;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Host.Tests.Metrics;

public sealed class MotionMetricTests
{
    [Fact]
    public void Changes_start_at_the_command_in_force_and_are_averaged_as_the_reference_does()
    {
        // |Δx| per episode: (1, 1, 2, 0) and (0, 3, 0, 1).
        MotionSummary motion = Summary(Rollout.Episode(1, [1, 2, 4, 4], [0, 0, 0, 0]), Rollout.Episode(2, [0, 3, 3, 2], [0, 0, 0, 0])).WholeEpisode;
        GroupChange x = motion.Changes[0];
        Assert.Equal(ActionGroup.Translation, x.Group);
        Assert.Equal(["x"], x.Dimensions);
        Assert.Equal(1, x.Mean.Mean, 1e-12);
        Assert.Equal((Math.Sqrt(0.5) + Math.Sqrt(1.5)) / 2, x.Std.Mean, 1e-12);
        Assert.Equal(2.5, x.Max.Mean, 1e-12);
        Assert.Equal(3, x.Largest, 1e-12);
        Assert.Equal(0, motion.Changes[1].Largest);
        Assert.Equal(2, motion.Changes.Count);
    }

    [Fact]
    public void Jerk_is_the_third_difference_from_the_third_step_on()
    {
        // Sequence with the command in force: 0 | 0, 1, 4, 4: third differences at step 2: 4 − 3 + 0 − 0 = 1; at 3: 4 − 12 + 3 − 0 = −5.
        GroupJerk jerk = Summary(Rollout.Episode(1, [0, 1, 4, 4], [0, 0, 0, 0])).WholeEpisode.Jerks[0];
        Assert.Equal(3, jerk.Mean.Mean, 1e-12);
        Assert.Equal(5, jerk.Largest, 1e-12);
    }

    [Fact]
    public void Border_jumps_are_told_from_the_inside_and_the_start_is_neither()
    {
        // Chunks of 2: changes of x at steps 0..5: 9, 1, 4, 1, 6, 3; borders at 2 and 4; turn adds zeros.
        BorderJump border = Summary(Rollout.Episode(1, [9, 10, 14, 15, 21, 24], [0, 0, 0, 0, 0, 0], chunk: 2)).WholeEpisode.Border;
        Assert.Equal(2.5, border.AtBorders.Mean, 1e-12);
        Assert.Equal(5.0 / 6, border.Inside.Mean, 1e-12);
        Assert.Equal(3, border.Ratio, 1e-12);
    }

    [Fact]
    public void Distance_is_the_root_mean_square_from_the_proposal()
    {
        var normalisation = new ActionNormalisation([2, 2, 1], [0.3, 0, 0]);
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], proposedOffset: 0.25)]);
        ProposalDistance distance = EvaluationMetrics.Summarise([refiner], Rollout.Context(0.1, normalisation)).Refiners[0].WholeEpisode.Distance;
        Assert.Equal(0.5, distance.Rms.Mean, 1e-12);
        Assert.Equal(0.5, distance.Largest, 1e-12);
    }

    [Fact]
    public void Solver_and_latency_are_over_all_chunks()
    {
        EpisodeRecord episode = Rollout.Episode(1, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], chunk: 2);
        ChunkRecord last = episode.Chunks[2] with { Status = RefinementStatus.FellBack, SolverStatus = QpStatus.IterationLimit, Iterations = 60 };
        RefinerSummary summary = Summary(episode with { Chunks = [episode.Chunks[0], episode.Chunks[1], last] });
        Assert.Equal((3, 1, 60), (summary.Solver.Chunks, summary.Solver.FellBack, summary.Solver.MaxIterations));
        Assert.Equal((5 + 6 + 60) / 3.0, summary.Solver.MeanIterations, 1e-12);
        Assert.Equal(2, summary.Solver.Solves[QpStatus.Solved]);
        Assert.Equal(1, summary.Solver.Refinements[RefinementStatus.FellBack]);
        Assert.Equal(0.002, summary.Latency.P50, 1e-12);
        Assert.Equal(0.003, summary.Latency.Max, 1e-12);
    }

    [Fact]
    public void An_episode_without_a_step_counts_as_an_episode_and_moves_nothing()
    {
        RefinerSummary summary = Summary(new EpisodeRecord(3, [0, 0, 0], null, null, 0, []));
        Assert.Equal(new Proportion(0, 1), summary.Success);
        Assert.Equal((0, 0), (summary.WholeEpisode.Steps, summary.WholeEpisode.Changes[0].Mean.N));
    }

    [Fact]
    public void Unpaired_seeds_wrong_sizes_and_no_episodes_are_refused()
    {
        EpisodeRecord one = Rollout.Episode(1, [0], [0]), two = Rollout.Episode(2, [0], [0]);
        Assert.Equal("DOG1902", Assert.Throws<DiffOGException>(() => EvaluationMetrics.Summarise([], Rollout.Context())).Id);
        Assert.Equal("DOG1903", Assert.Throws<DiffOGException>(() => EvaluationMetrics.Summarise([new("a", "a", [one]), new("b", "b", [two])], Rollout.Context())).Id);
        Assert.Equal("DOG1904", Assert.Throws<DiffOGException>(() => Summary(one with { CommandInForce = [0, 0] })).Id);
    }

    private static RefinerSummary Summary(params EpisodeRecord[] episodes) =>
        EvaluationMetrics.Summarise([new RefinerRollouts("r", "r", episodes)], Rollout.Context()).Refiners[0];
}
