using System.Runtime.InteropServices;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Simulation;
using DiffOG.Specs;
using DiffOG.Testing.Contracts;
using DiffOG.Testing.Fakes;
using Xunit;

namespace DiffOG.Contracts.Tests.Kit;

// A contract test that cannot fail proves nothing: each defect below must be caught by the test that is named.
public sealed class ContractsCatchDefectsTests
{
    [Fact]
    public void A_simulator_with_an_observation_that_is_too_short() => Caught(
        new Simulator(() => new BrokenSimulator { OnReset = (s, seed) => s.Reset(seed) with { Observation = new Observation([0.0]) } }).A_reset_begins_an_episode);

    [Fact]
    public void A_simulator_that_does_not_clip_the_command_in_force() => Caught(
        new Simulator(() => new BrokenSimulator { OnCommand = _ => new double[] { 7, 7, 7 } }).Steps_conform_to_the_spec);

    [Fact]
    public void A_simulator_that_never_ends() => Caught(
        new Simulator(() => new BrokenSimulator { OnStep = (s, _) => new TimeStep(StepKind.Mid, new Observation([0, 0]), false, 0) }).An_episode_ends_at_the_step_limit);

    [Fact]
    public void A_simulator_that_accepts_what_is_not_a_number() => Caught(
        new Simulator(() => new BrokenSimulator { OnStep = (s, _) => s.Step(new double[3]) }).Bad_actions_are_refused);

    [Fact]
    public void A_simulator_that_remembers_earlier_episodes()
    {
        int resets = 0;
        Caught(new Simulator(() => new BrokenSimulator { OnReset = (s, seed) => s.Reset(seed + resets++) }).Episodes_repeat_bit_for_bit);
    }

    [Fact]
    public void A_simulator_that_ignores_seeds() => Caught(
        new Simulator(() => new BrokenSimulator { OnReset = (s, _) => s.Reset(1) }).Different_seeds_give_different_beginnings);

    [Fact]
    public void A_simulator_that_restores_half_of_its_state() => Caught(
        new Simulator(() => new BrokenSimulator { OnRestore = (s, state) => s.RestoreState(new SimulatorState([0, .. state.Values[1..]])) }).A_restored_state_continues_bit_for_bit);

    [Fact]
    public void A_simulator_whose_hidden_state_differs_from_instance_to_instance()
    {
        int instances = 0;
        Caught(
            new Simulator(() =>
            {
                int instance = instances++;
                return new BrokenSimulator { OnSave = s => new SimulatorState([.. s.SaveState().Values, instance]) };
            }).Episodes_repeat_bit_for_bit,
            "saved states differ");
    }

    [Fact]
    public void A_simulator_that_keeps_a_part_of_its_state_to_itself() => Caught(
        new Simulator(() =>
        {
            double drift = 0;
            return new BrokenSimulator { OnStep = (s, a) => s.Step(new double[] { a.Span[0] + (drift += 0.001), a.Span[1], a.Span[2] }) };
        }).A_state_continues_in_another_instance,
        "is not in the state");

    [Fact]
    public void A_simulator_that_saves_another_state_than_it_restored() => Caught(
        new Simulator(() =>
        {
            int saved = 0;
            return new BrokenSimulator { OnSave = s => new SimulatorState([.. s.SaveState().Values[..5], s.SaveState().Values[5] + (saved++ * 1e-3)]) };
        }).A_restored_state_continues_bit_for_bit,
        "right after being restored");

    [Fact]
    public void A_simulator_that_takes_infinity_for_the_end_of_the_range() => Caught(
        new Simulator(() => new BrokenSimulator { OnStep = (s, a) => s.Step(double.IsInfinity(a.Span[^1]) ? new double[3] : a) }).Bad_actions_are_refused,
        "was accepted");

    [Fact]
    public void A_simulator_that_answers_a_bad_action_with_another_error() => Caught(
        new Simulator(() => new BrokenSimulator { OnStep = (s, a) => a.Length == 3 ? s.Step(a) : throw new NotSupportedException() }).Bad_actions_are_refused,
        "was answered with NotSupportedException");

    [Fact]
    public void A_simulator_that_moves_before_it_looks_at_the_action() => Caught(
        new Simulator(() => new BrokenSimulator
        {
            OnStep = (s, a) =>
            {
                if (double.IsNaN(a.Span[^1]))
                    s.Step(new double[3]);
                return s.Step(a);
            },
        }).A_refused_action_leaves_the_world_as_it_was,
        "changed the world");

    [Fact]
    public void A_simulator_whose_command_in_force_is_one_that_was_refused()
    {
        double[] last = new double[3];
        Caught(
            new Simulator(() => new BrokenSimulator
            {
                OnStep = (s, a) => s.Step(last = a.ToArray()),
                OnCommand = _ => last,
            }).A_refused_action_leaves_the_world_as_it_was,
            "changed the command in force");
    }

    [Fact]
    public void A_simulator_that_does_nothing_where_an_action_is_out_of_range() => Caught(
        new Simulator(() => new BrokenSimulator { OnStep = (s, a) => s.Step(Math.Abs(a.Span[0]) > 1 ? a.ToArray().Select(v => 0.5 * Math.Sign(v)).ToArray() : a) }).Actions_out_of_range_are_clipped,
        "not the action clipped");

    [Fact]
    public void A_simulator_that_moves_before_it_looks_at_the_room_for_observations() => Caught(
        new Simulator(() => new BrokenSimulator()).An_observation_of_another_length_is_refused,
        "check the length first");

    [Fact]
    public void A_simulator_whose_steps_allocate() => Caught(
        new Simulator(() => new BrokenSimulator()).Steps_allocate_nothing_once_warm,
        "steps allocated");

    [Fact]
    public void A_simulator_that_remembers_all_its_episodes()
    {
        List<byte[]> remembered = [];
        Caught(new Simulator(() => new BrokenSimulator { OnReset = (s, seed) => Remember(s, seed, remembered), OnDispose = remembered.Clear }).Many_resets_leak_nothing, "bytes on the managed heap");
    }

    [Fact]
    public void A_simulator_that_never_frees_native_memory()
    {
        List<nint> taken = [];
        Caught(new Simulator(() => new BrokenSimulator { OnReset = (s, seed) => Take(s, seed, taken), OnDispose = () => Free(taken) }).Many_resets_leak_nothing, "bytes in the process");
    }

    [Fact]
    public void A_simulator_with_a_black_camera() => Caught(new Simulator(() => new BrokenSimulator()).Cameras_give_pictures);

    [Fact]
    public void A_policy_whose_chunks_are_too_short() => Caught(
        new Policy(new BrokenPolicy((queries, spec) => [.. queries.Select(_ => new ActionChunk(1, spec.Action.Size, new double[spec.Action.Size]))])).Chunks_conform_to_the_spec);

    [Fact]
    public void A_policy_whose_chunks_depend_on_the_batch() => Caught(
        new Policy(new BrokenPolicy((queries, spec) => [.. queries.Select(_ => Constant(spec, queries.Count))])).A_chunk_depends_on_its_own_query_alone);

    [Fact]
    public void A_policy_that_remembers_what_was_asked()
    {
        int asked = 0;
        Caught(new Policy(new BrokenPolicy((queries, spec) => [.. queries.Select(_ => Constant(spec, asked++))])).Equal_queries_get_equal_chunks);
    }

    [Fact]
    public void A_policy_that_writes_to_its_history() => Caught(new Policy(new BrokenPolicy((queries, spec) =>
    {
        queries[0].History[0].Values[0] = 42;
        return [.. queries.Select(_ => Constant(spec, 0))];
    })).Histories_are_not_changed);

    [Fact]
    public void A_projector_whose_matrices_are_not_symmetric() => Caught(
        new Projector(new BrokenProjector(chunks => [.. chunks.Select(_ => new double[] { 1, 0.5, 0, 1 })])).Costs_are_symmetric_and_positive_definite);

    [Fact]
    public void A_projector_whose_matrices_are_indefinite() => Caught(
        new Projector(new BrokenProjector(chunks => [.. chunks.Select(_ => new double[] { 1, 0, 0, -1 })])).Costs_are_symmetric_and_positive_definite);

    [Fact]
    public void A_projector_that_takes_any_shape() => Caught(
        new Projector(new BrokenProjector(chunks => [.. chunks.Select(_ => new double[] { 1, 0, 0, 1 })])).A_chunk_of_another_shape_is_refused);

    [Fact]
    public void A_projector_that_writes_half_of_a_buffer() => Caught(
        new Projector(new BrokenProjector(Identities, (_, cost) => cost.Span[..2].Fill(1))).A_cost_written_into_a_buffer_is_the_same);

    [Fact]
    public void A_projector_that_remembers_what_it_wrote()
    {
        int calls = 0;
        Caught(new Projector(new BrokenProjector(Identities, (_, cost) => new double[] { 1, 0, 0, ++calls > 2 ? 2 : 1 }.CopyTo(cost))).A_cost_written_into_a_buffer_is_the_same);
    }

    [Fact]
    public void A_projector_that_fills_only_the_front_of_a_larger_buffer() => Caught(
        new Projector(new BrokenProjector(Identities)).A_buffer_of_another_length_is_refused);

    [Fact]
    public void A_constraint_set_with_crossed_bounds() => Caught(
        new Constraints(new BrokenConstraints(c => Box(c, 1, -1))).Bounds_are_ordered);

    [Fact]
    public void A_constraint_set_that_remembers_the_last_call()
    {
        int calls = 0;
        Caught(new Constraints(new BrokenConstraints(c => Box(c, -1, ++calls))).Equal_contexts_give_equal_rows);
    }

    [Fact]
    public void A_constraint_set_over_other_variables() => Caught(
        new Constraints(new BrokenConstraints(c => LinearConstraints.None(3))).Rows_are_over_the_variables_of_the_chunk);

    [Fact]
    public void A_constraint_set_whose_bounds_a_negative_scale_does_not_turn_around() => Caught(
        new Constraints(new BrokenConstraints(c => Box(c, -1 * (c.Normalisation?.Scale[1] ?? 1), 1 * (c.Normalisation?.Scale[1] ?? 1)))).Bounds_are_ordered);

    [Fact]
    public void A_constraint_set_that_takes_missing_normalisation_for_another() => Caught(
        new Constraints(new BrokenConstraints(c => Box(c, -1, c.Normalisation is null ? 2 : 1))).Without_a_normalisation_rows_are_those_of_the_identity);

    [Fact]
    public void A_constraint_set_whose_blocks_say_one_thing_and_write_another() => Caught(
        new Constraints(new BrokenConstraints(c => new LinearConstraints(c.Steps * 7, new LyingBlock(c.Steps * 7)))).Structures_say_what_their_rows_say);

    [Fact]
    public void A_constraint_set_whose_differences_are_folded_with_another_past() => Caught(
        new Constraints(new BrokenConstraints(c =>
        {
            var shape = new DifferenceShape(c.Steps, 7, 1, 1, [0]);
            double[] bounds = new double[shape.Rows];
            return new LinearConstraints(c.Steps * 7, DifferenceBlock.Restore(shape, bounds, bounds, bounds, bounds, new ActionChunk(1, 7, [1, 1, 1, 1, 1, 1, 1])));
        })).Structures_say_what_their_rows_say);

    [Fact]
    public void A_constraint_set_that_judges_steps_by_the_beginning_of_their_chunk() => Caught(
        new Constraints(new BrokenConstraints(c => Everywhere(c, _ => c.Time < 0.5 ? 0.05 : 0.5))).A_chunk_is_as_good_as_the_worst_of_its_steps);

    [Fact]
    public void A_constraint_set_that_judges_steps_by_their_place_in_the_chunk() => Caught(
        new Constraints(new BrokenConstraints(c => Everywhere(c, step => step == 0 ? 0.5 : 0.05))).A_chunk_is_as_good_as_the_worst_of_its_steps);

    [Fact]
    public void A_constraint_set_whose_instances_differ()
    {
        double made = 0;
        Caught(new FreshConstraints(() =>
        {
            double upper = ++made;
            return new BrokenConstraints(c => Box(c, -1, upper));
        }).Equal_contexts_give_equal_rows);
    }

    [Fact]
    public void A_constraint_set_that_writes_to_the_past() => Caught(new Constraints(new BrokenConstraints(c =>
    {
        if (c.Previous is { } previous)
            previous.Values[0] = 42;
        return Box(c, -1, 1);
    })).Previous_actions_are_not_changed);

    [Fact]
    public void A_constraint_set_whose_times_are_out_of_order() => Caught(
        new Constraints(new BrokenConstraints(c => Box(c, -1, 1)) { ChangeTimes = [2, 1] }).Times_of_change_ascend);

    [Fact]
    public void A_dataset_whose_windows_ignore_the_start() => Caught(
        new Dataset(() => new BrokenDataset((sound, episode, start, count) => sound.Read(episode, 0, count))).A_window_is_a_part_of_its_episode);

    [Fact]
    public void A_dataset_that_pads() => Caught(
        new Dataset(() => new BrokenDataset((sound, episode, start, count) => sound.Read(0, 0, 1))).A_window_outside_its_episode_is_refused);

    [Fact]
    public void A_dataset_whose_fingerprint_changes()
    {
        int opened = 0;
        Caught(new Dataset(() =>
        {
            string name = $"{opened++}";
            return new BrokenDataset((sound, episode, start, count) => sound.Read(episode, start, count), () => name);
        }).Equal_content_has_an_equal_fingerprint);
    }

    private static double[][] Identities(IReadOnlyList<ActionChunk> chunks) => [.. chunks.Select(_ => new double[] { 1, 0, 0, 1 })];

    private static void Caught(Action test) => Assert.ThrowsAny<Exception>(test);

    // By the rule that is meant, in words that say what is wrong.
    private static void Caught(Action test, string words) => Assert.Contains(words, Assert.ThrowsAny<Exception>(test).Message, StringComparison.Ordinal);

    private static TimeStep Remember(ISimulator simulator, long seed, List<byte[]> remembered)
    {
        remembered.Add(new byte[16_000]);
        return simulator.Reset(seed);
    }

    private static unsafe TimeStep Take(ISimulator simulator, long seed, List<nint> taken)
    {
        const int Size = 32_000;
        byte* memory = (byte*)NativeMemory.Alloc(Size);
        new Span<byte>(memory, Size).Fill(1);
        taken.Add((nint)memory);
        return simulator.Reset(seed);
    }

    private static unsafe void Free(List<nint> taken)
    {
        foreach (nint memory in taken)
            NativeMemory.Free((void*)memory);
        taken.Clear();
    }

    private static ActionChunk Constant(PolicySpec spec, double value) =>
        new(spec.ChunkSteps, spec.Action.Size, [.. Enumerable.Repeat(value, spec.ChunkSteps * spec.Action.Size)]);

    private static LinearConstraints Box(ConstraintContext context, double lower, double upper) =>
        new(context.Steps * context.Dimensions, new BoxBlock(context.Steps * context.Dimensions, [0], [lower], [upper]));

    private static LinearConstraints Everywhere(ConstraintContext context, Func<int, double> limit)
    {
        int n = context.Steps * context.Dimensions;
        double[] upper = [.. Enumerable.Range(0, n).Select(i => limit(i / context.Dimensions))];
        return new LinearConstraints(n, new BoxBlock(n, [.. Enumerable.Range(0, n)], [.. upper.Select(u => -u)], upper));
    }

    private sealed class Simulator(Func<ISimulator> create) : SimulatorContract
    {
        protected override ISimulator Create() => create();
    }

    private sealed class Policy(IPolicy policy) : PolicyContract
    {
        protected override IPolicy Create() => policy;
    }

    private sealed class Projector(IQProjector projector) : QProjectorContract
    {
        protected override IQProjector Create() => projector;
    }

    private sealed class Constraints(IConstraintSet constraints) : ConstraintSetContract
    {
        protected override IConstraintSet Create() => constraints;
    }

    private sealed class FreshConstraints(Func<IConstraintSet> create) : ConstraintSetContract
    {
        protected override IConstraintSet Create() => create();
    }

    private sealed class Dataset(Func<IDemonstrationDataset> open) : DatasetContract
    {
        protected override IDemonstrationDataset Open() => open();
    }
}
