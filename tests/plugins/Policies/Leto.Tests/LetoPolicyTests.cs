using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Bounds;
using DiffOG.Constraints.Difference;
using DiffOG.Diagnostics;
using DiffOG.Learning.Ema;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Optim;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Randomness;
using DiffOG.Solvers;
using DiffOG.Specs;
using NSubstitute;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Leto.Tests;

public sealed class LetoPolicyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_spec_is_known_before_training()
    {
        using ITrainablePolicy policy = new LetoPlugin().Create(Arm.Small, Arm.Context);
        Assert.Equal((4, 4, 2, 7), (policy.Spec.ObservationSteps, policy.Spec.ChunkSteps, policy.Spec.ExecutedSteps, policy.WindowSteps));
        // The last window ends with the chunk of an episode's last observation.
        Assert.Equal(3, policy.PaddedSteps);
        Assert.Throws<InvalidOperationException>(() => policy.Act([Query(0)]));
    }

    [Fact]
    public void Every_chunk_holds_its_limits_to_the_last_digit_from_the_previous_action_on()
    {
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        PolicyQuery[] queries = [.. Enumerable.Range(0, 30).Select(i => Query(i) with { Previous = new ActionChunk(1, 3, [0.06 * i, 0.5 - (0.03 * i), 0]) })];
        IReadOnlyList<ActionChunk> chunks = policy.Act(queries);
        double most = 0;
        for (int i = 0; i < queries.Length; i++)
        {
            ActionChunk before = policy.Normalisation.Normalise(queries[i].Previous!), chunk = policy.Normalisation.Normalise(chunks[i]);
            for (int t = 0; t < Arm.Steps; t++)
            {
                for (int d = 0; d < 2; d++)
                    most = Math.Max(most, Math.Abs(chunk[t, d] - (t == 0 ? before[0, d] : chunk[t - 1, d])));
            }
        }
        Assert.InRange(most, 0.1 - 1e-6, 0.1 + 1e-9);
    }

    [Fact]
    public void An_answer_follows_from_its_query_alone_and_nothing_is_random()
    {
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        PolicyQuery[] queries = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? Query(i) : Query(i) with { Previous = new ActionChunk(1, 3, [0.2, 0.1, 0]) })];
        IReadOnlyList<ActionChunk> together = policy.Act(queries);
        Assert.Equal(Flat(together), Flat(policy.Act(queries)));
        Assert.InRange(queries.Select((q, i) => Difference(policy.Act([q])[0], together[i])).Max(), 0, 2e-5);
        Assert.Equal(Flat(policy.Act([queries[3]])), Flat(policy.Act([queries[3] with { Seed = 99, ChunkIndex = 4 }])));
    }

    [Fact]
    public void A_loaded_policy_answers_as_the_saved_one_and_another_shape_is_refused()
    {
        using ITrainablePolicy saved = Arm.Prepared(new LetoOptions { ObservationSteps = 4, ChunkSteps = 4, HiddenSize = 16, InitialCost = InitialCost.Reference });
        SafetensorsWriter.Write(folder["policy"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["policy"]);
        using ITrainablePolicy loaded = Arm.Prepared(new LetoOptions { ObservationSteps = 4, ChunkSteps = 4, HiddenSize = 16 });
        Assert.NotEqual(Flat(saved.Act([Query(1)])), Flat(loaded.Act([Query(1)])));
        loaded.Load(file);
        Assert.Equal(Flat(saved.Act([Query(1)])), Flat(loaded.Act([Query(1)])));
        using ITrainablePolicy other = Arm.Prepared(new LetoOptions { ObservationSteps = 4, ChunkSteps = 5, HiddenSize = 16 });
        DiffOGException error = Assert.Throws<DiffOGException>(() => other.Load(file));
        Assert.Contains("mismatched: policy.nets.rnn.L is F32 [12, 12], the model wants F32 [15, 15]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_learns_chunks_that_are_within_the_limits()
    {
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        using var optimiser = new AdamW(policy.Network.named_parameters(), new AdamWOptions());
        var average = new AveragedWeights(policy.Network, policy.Average, new EmaDecay(Max: 0.9));
        double first = double.NaN, last = double.NaN;
        double[] cost = Cost(policy.Network);
        for (int k = 0; k < 120; k++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = policy.Loss(Demonstrated((ulong)k), new GaussianSource(0, k)).Value;
            loss.backward();
            optimiser.Step(1e-2);
            optimiser.ZeroGradients();
            average.Update();
            last = loss.item<float>();
            first = k == 0 ? last : first;
        }
        Assert.True(last < 0.05 * first, $"The loss went from {first:G3} to {last:G3}.");
        Assert.NotEqual(cost, Cost(policy.Network));
    }

    [Fact]
    public void Steps_before_the_episode_do_not_count()
    {
        using DisposeScope scope = NewDisposeScope();
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        Tensor actions = Arm.Random(5, 2, 7, 3), padding = zeros([2, 7], ScalarType.Bool);
        padding[0, 0] = true;
        double Loss() => policy.Loss(new(new(Arm.Random(6, 2, 4, 3)), actions, padding), new GaussianSource(0, 0)).Value.item<float>();
        double before = Loss();
        actions[0, 0] += 0.3f;
        Assert.Equal(before, Loss());
        actions[0, 1] += 0.3f;
        Assert.NotEqual(before, Loss());
    }

    [Fact]
    public void The_estimate_for_joint_training_is_the_last_steps_chunk_and_has_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        DemonstrationBatch batch = Demonstrated(1);
        Tensor chunks = policy.Loss(batch, new GaussianSource(0, 0)).Chunks!();
        Assert.True(chunks.requires_grad);
        Tensor drawn = policy.Sample(batch.Observations, [.. Enumerable.Range(0, 16).Select(i => new GaussianSource(i, 0))]);
        Assert.Equal(ScalarType.Float32, drawn.dtype);
        Tensor scale = tensor([.. policy.Normalisation.Scale.Select(s => (float)s)]), offset = tensor([.. policy.Normalisation.Offset.Select(o => (float)o)]);
        Assert.InRange((chunks - (drawn * scale) - offset).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Acting_and_training_leave_no_tensor_behind()
    {
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small);
        void Round()
        {
            policy.Act([Query(1), Query(2) with { Previous = new ActionChunk(1, 3, [0, 0, 0]) }]);
            using DisposeScope scope = NewDisposeScope();
            PolicyLoss loss = policy.Loss(Demonstrated(1), new GaussianSource(0, 0));
            (loss.Value + loss.Chunks!().sum()).backward();
        }
        Round();
        long before = LiveTensors.Count();
        Round();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Limits_that_follow_a_schedule_are_refused()
    {
        var scheduled = new PluginChoice { Id = "difference", Options = new DifferenceOptions { Schedule = [new() { From = 1, Scale = 0.5 }] } };
        DiffOGException error = Assert.Throws<DiffOGException>(() => new LetoPlugin().Create(new LetoOptions { Constraints = scheduled }, Arm.Context));
        Assert.Equal("DOG1871", error.Id);
        Assert.Contains("'difference' of the policy 'leto' follows a schedule", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_step_in_which_nothing_is_solved_stops_with_the_reason()
    {
        using DisposeScope scope = NewDisposeScope();
        IQpSolver solver = Substitute.For<IQpSolver>();
        solver.Solve(default!, default).ReturnsForAnyArgs(call => Unsolved(call.Arg<IReadOnlyList<QpProblem>>()));
        IPluginMaker maker = Substitute.For<IPluginMaker>();
        maker.Create<IConstraintSet>(default!, default!).ReturnsForAnyArgs(_ => Arm.Limits(0.1));
        maker.Create<IQpSolver>(default!, default!).ReturnsForAnyArgs(solver);
        using ITrainablePolicy policy = Arm.Prepared(Arm.Small, new PluginContext { Observations = Arm.Observations, Action = Arm.Action, Plugins = maker });
        DiffOGException error = Assert.Throws<DiffOGException>(() => policy.Loss(Demonstrated(1), new GaussianSource(0, 0)));
        Assert.Equal("DOG1870", error.Id);
        Assert.Contains("None of the 64 quadratic programs", error.Message, StringComparison.Ordinal);
        // In the control loop the last command is held instead.
        ActionChunk chunk = policy.Act([Query(1) with { Previous = new ActionChunk(1, 3, [0.2, 0.1, 0.3]) }])[0];
        Assert.All(Enumerable.Range(0, Arm.Steps), t => Assert.Equal(0.2, chunk[t, 0], 1e-12));
    }

    private static IReadOnlyList<QpSolution> Unsolved(IReadOnlyList<QpProblem> problems) =>
        [.. problems.Select(p => new QpSolution(p, QpStatus.IterationLimit, [.. Enumerable.Repeat(double.NaN, p.Variables)], new double[p.Constraints.Rows]) { Detail = "made up" })];

    private static double[] Cost(nn.Module network) => [.. network.state_dict()["policy.nets.rnn.L"].data<float>().ToArray().Select(v => (double)v)];

    /// <summary>Ramps whose slope, at most 0.05 a step, is one of the observed numbers.</summary>
    private static DemonstrationBatch Demonstrated(ulong seed)
    {
        Tensor slope = Arm.Random(seed, 16, 1);
        Tensor ramp = arange(7, ScalarType.Float32) * 0.05f;
        // Raw values: normalisation maps [-1, 1], [0, 0.5] and [-0.5, 0.5] to [-1, 1].
        Tensor actions = stack([slope * ramp, (slope * ramp * 0.25) + 0.25, zeros(16, 7)], 2);
        Tensor observed = stack([slope.expand(-1, 4), (arange(4, ScalarType.Float32) * 0.1f).expand(16, -1), zeros(16, 4)], 2);
        return new DemonstrationBatch(new ObservationBatch(observed), actions, zeros([16, 7], ScalarType.Bool));
    }

    private static PolicyQuery Query(int i) =>
        new([.. Enumerable.Range(0, Arm.History).Select(t => new Observation([Math.Sin(i + t), Math.Cos(2 * i), 0.05 * i]))], 0, 0);

    private static double[] Flat(IReadOnlyList<ActionChunk> chunks) => [.. chunks.SelectMany(c => c.Values)];

    private static double Difference(ActionChunk a, ActionChunk b) => a.Values.Zip(b.Values).Max(v => Math.Abs(v.First - v.Second));
}
