using System.ComponentModel.DataAnnotations;
using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Randomness;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Tests;

public sealed class ProjectorTests
{
    [Theory]
    [InlineData("mean", "init")]
    [InlineData("attention", "trained")]
    public void Names_and_shapes_are_those_of_the_reference(string pooling, string weights)
    {
        using SafetensorsFile golden = Fixture.Open($"diffogtf_{weights}_weights");
        using var projector = new TransformerProjector(Golden.Options(pooling), Golden.Steps, Golden.Dimensions, 0);
        Assert.Equal(
            golden.Entries.Values.Select(e => $"{e.Name} {e.Form}").Order(),
            StateDict.Of(projector.Module).Select(t => $"{t.Key} F32 [{string.Join(", ", t.Value.shape)}]").Order());
    }

    [Fact]
    public void The_same_seed_draws_exactly_the_weights_that_the_reference_draws()
    {
        using DisposeScope scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("diffogtf_init_weights");
        using var projector = new TransformerProjector(Golden.Options("mean"), Golden.Steps, Golden.Dimensions, 20);
        foreach ((string name, Tensor weight) in StateDict.Of(projector.Module))
            Golden.Check(name, golden.ReadTensor(name), weight, 0, relative: false);
    }

    [Fact]
    public void Weights_depend_on_the_seed_alone()
    {
        using var projector = new TransformerProjector(Golden.Options("attention"), 4, 2, 1);
        double[] first = Weights(projector);
        projector.Initialise(2);
        Assert.NotEqual(first, Weights(projector));
        rand(10);
        projector.Initialise(1);
        Assert.Equal(first, Weights(projector));
    }

    [Fact]
    public void Near_identity_weights_give_a_cost_close_to_the_identity()
    {
        using var projector = new TransformerProjector(new TransformerOptions { EmbedSize = 64, InitialWeights = InitialWeights.NearIdentity }, 6, 2, 3);
        double[] cost = projector.Project([Chunk(6, 2, 1)])[0];
        for (int i = 0; i < 12; i++)
        {
            for (int j = 0; j < 12; j++)
                Assert.InRange(cost[(i * 12) + j], (i == j ? 1 : 0) - 0.15, (i == j ? 1 : 0) + 0.15);
        }
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("max")]
    [InlineData("cls")]
    [InlineData("attention")]
    public void A_batch_gives_what_single_calls_give_and_every_cost_is_symmetric_and_positive_definite(string pooling)
    {
        using var projector = new TransformerProjector(Golden.Options(pooling), 8, 3, 5);
        ActionChunk[] chunks = [.. Enumerable.Range(0, 5).Select(i => Chunk(8, 3, i))];
        IReadOnlyList<double[]> together = projector.Project(chunks);
        for (int i = 0; i < chunks.Length; i++)
        {
            double[] alone = projector.Project([chunks[i]])[0];
            Assert.Equal(alone, together[i]);
            for (int r = 0; r < 24; r++)
            {
                for (int c = 0; c < r; c++)
                    Assert.Equal(alone[(r * 24) + c], alone[(c * 24) + r]);
            }
            using Tensor matrix = tensor(alone, [24, 24]);
            Assert.True(linalg.eigvalsh(matrix).min().item<double>() >= 0.99e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ten_times_the_usual_weights_take_nothing_from_the_smallest_eigenvalue(long seed)
    {
        using var projector = new TransformerProjector(Golden.Options("mean"), Golden.Steps, Golden.Dimensions, seed);
        using (no_grad())
            projector.Module.named_parameters().Single(p => p.name == "L_linear.weight").parameter.mul_(10);
        using Tensor matrix = tensor(projector.Project([Chunk(Golden.Steps, Golden.Dimensions, 1)])[0], [Golden.Variables, Golden.Variables]);
        Assert.True(linalg.eigvalsh(matrix).min().item<double>() >= 0.999e-4);
    }

    [Theory]
    [InlineData("mean", true)]
    [InlineData("max", true)]
    [InlineData("attention", true)]
    [InlineData("cls", false)]
    public void Exchanging_steps_leaves_the_cost_as_it_is_unless_the_first_step_is_pooled(string pooling, bool invariant)
    {
        using var projector = Golden.Projector(pooling, "trained");
        ActionChunk chunk = Chunk(Golden.Steps, Golden.Dimensions, 3);
        var reversed = new ActionChunk(Golden.Steps, Golden.Dimensions, [.. Enumerable.Range(0, Golden.Steps).Reverse().SelectMany(t => chunk.Step(t).ToArray())]);
        double largest = projector.Project([chunk])[0].Zip(projector.Project([reversed])[0], (a, b) => Math.Abs(a - b)).Max();
        Assert.Equal(invariant, largest < 4e-6);
    }

    [Fact]
    public void Projecting_ignores_dropout_and_leaves_the_training_mode_as_it_was()
    {
        using var projector = new TransformerProjector(new TransformerOptions { EmbedSize = 32, Dropout = 0.5 }, 6, 2, 3);
        projector.Module.train();
        Assert.Equal(projector.Project([Chunk(6, 2, 1)])[0], projector.Project([Chunk(6, 2, 1)])[0]);
        Assert.True(projector.Module.training);
        using Tensor input = ones(1, 6, 2);
        using Tensor first = projector.Forward(input), second = projector.Forward(input);
        Assert.NotEqual(first.Doubles(), second.Doubles());
    }

    [Fact]
    public void Another_shape_is_refused()
    {
        using var projector = new TransformerProjector(Golden.Options("mean"), 6, 2, 3);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => projector.Project([Chunk(6, 2, 1), Chunk(2, 6, 1)]));
        Assert.StartsWith("The projector takes chunks [6, 2]; chunk 1 is [2, 6].", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_weights_come_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        using var saved = new TransformerProjector(Golden.Options("attention"), 5, 2, 1);
        using var loaded = new TransformerProjector(Golden.Options("attention"), 5, 2, 2);
        SafetensorsWriter.Write(folder["projector.safetensors"], saved.ToArrays());
        using SafetensorsFile file = SafetensorsFile.Open(folder["projector.safetensors"]);
        loaded.Load(file);
        Assert.Equal(Weights(saved), Weights(loaded));
    }

    [Fact]
    public void A_projector_outlives_the_scope_it_was_made_in()
    {
        TransformerProjector projector;
        using (NewDisposeScope())
            projector = new TransformerProjector(Golden.Options("mean"), 5, 2, 1);
        using (projector)
            Assert.Equal(100, projector.Project([Chunk(5, 2, 1)])[0].Length);
    }

    [Fact]
    public void The_plugin_takes_shape_and_seed_from_the_experiment()
    {
        using ITrainableQProjector made = new TransformerPlugin().Create(Golden.Options("mean"), new PluginContext
        {
            ChunkSteps = 5,
            Seed = 1,
            Action = new ActionSpec(ActionMode.Relative, [new("x", ActionGroup.Translation, "m", -1, 1), new("y", ActionGroup.Translation, "m", -1, 1)]),
        });
        using var same = new TransformerProjector(Golden.Options("mean"), 5, 2, 1);
        Assert.Equal((5, 2), (made.Steps, made.Dimensions));
        Assert.Equal(Weights(same), Weights((TransformerProjector)made));
    }

    [Fact]
    public void Options_that_do_not_fit_each_other_or_their_ranges_are_listed_in_words()
    {
        Assert.Empty(Errors(new TransformerOptions()));
        Assert.Equal(["Heads: 5 heads do not divide the 256 features"], Errors(new TransformerOptions { Heads = 5 }));
        Assert.Equal(["Dropout: The field Dropout must be between 0 and 0.9."], Errors(new TransformerOptions { Dropout = 1 }));
    }

    internal static ActionChunk Chunk(int steps, int dimensions, long seed)
    {
        float[] values = new float[steps * dimensions];
        new GaussianSource(seed, 0).Fill(values);
        return new ActionChunk(steps, dimensions, [.. values.Select(v => 0.4 * v)]);
    }

    private static double[] Weights(TransformerProjector projector) =>
        [.. StateDict.Of(projector.Module).OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.Doubles())];

    private static string[] Errors(TransformerOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(r => $"{r.MemberNames.First()}: {r.ErrorMessage}")];
    }
}
