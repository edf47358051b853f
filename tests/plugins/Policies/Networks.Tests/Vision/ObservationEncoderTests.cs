using DiffOG.Diagnostics;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Vision;

public sealed class ObservationEncoderTests
{
    private static readonly ObservationSpec Offered = new([new("object", 3, "m"), new("hand", 2, "m"), new("grip", 1, "m")])
    {
        Cameras = [new CameraSpec("front", 40, 32), new CameraSpec("hand", 24, 24), new CameraSpec("tiny", 8, 8)],
    };

    [Theory]
    [InlineData(PoolingKind.SpatialSoftmax, false)]
    [InlineData(PoolingKind.Average, false)]
    [InlineData(PoolingKind.SpatialSoftmax, true)]
    public void Features_are_those_of_each_camera_and_then_the_values(PoolingKind pooling, bool shared)
    {
        using IDisposable scope = NewDisposeScope();
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["hand", "front"], Width = 16, Stages = 2, Features = 5, Pooling = pooling, Shared = shared });
        ObservationBatch batch = Batch(4, 3);
        Tensor features = encoder.Encode(batch);
        Assert.Equal([4L, 3L, 16L], features.shape);
        Assert.Equal(16, encoder.Size);
        Assert.True(features.narrow(2, 10, 6).Equals(batch.Values));
        Assert.True(features.narrow(2, 0, 10).min().item<float>() >= 0, "The activation is missing.");
    }

    [Fact]
    public void Each_camera_has_its_own_part_of_the_features()
    {
        using IDisposable scope = NewDisposeScope();
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["hand", "front"], Width = 16, Stages = 2, Features = 5 });
        encoder.eval();
        ObservationBatch batch = Batch(4, 3);
        ObservationBatch other = batch with { Pictures = new Dictionary<string, Tensor>(batch.Pictures) { ["front"] = randn([4, 3, 3, 32, 40]) } };
        Tensor before = encoder.Encode(batch), after = encoder.Encode(other);
        Assert.True(before.narrow(2, 0, 5).Equals(after.narrow(2, 0, 5)));
        Assert.False(before.narrow(2, 5, 5).Equals(after.narrow(2, 5, 5)));
    }

    [Fact]
    public void Without_cameras_it_is_the_values_and_has_no_parameters()
    {
        using IDisposable scope = NewDisposeScope();
        using ObservationEncoder encoder = Encoder(new());
        ObservationBatch batch = Batch(4, 3);
        Assert.True(encoder.Encode(batch).Equals(batch.Values));
        Assert.Empty(encoder.state_dict());
        Assert.Equal(6, encoder.Size);
    }

    [Fact]
    public void Only_the_named_values_are_read_in_the_order_of_the_observation()
    {
        using IDisposable scope = NewDisposeScope();
        using ObservationEncoder encoder = Encoder(new() { Values = ["grip", "object"] });
        ObservationBatch batch = Batch(4, 3);
        Assert.True(encoder.Encode(batch).Equals(cat([batch.Values.narrow(2, 0, 3), batch.Values.narrow(2, 5, 1)], 2)));
        Assert.Equal(4, encoder.Size);
    }

    [Fact]
    public void Pictures_are_cropped_at_random_in_training_and_at_the_centre_afterwards()
    {
        using IDisposable scope = NewDisposeScope();
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["front"], Width = 16, Stages = 1, CropRatio = 0.75 });
        ObservationBatch batch = Batch(4, 3);
        Assert.False(encoder.Encode(batch).Equals(encoder.Encode(batch)));
        encoder.eval();
        Tensor centre = encoder.Encode(batch);
        Assert.True(centre.Equals(encoder.Encode(batch)));
        batch.Pictures["front"].narrow(3, 0, 4).fill_(9);
        batch.Pictures["front"].narrow(4, 35, 5).fill_(9);
        Assert.True(centre.Equals(encoder.Encode(batch)));
        batch.Pictures["front"].narrow(3, 0, 5).fill_(9);
        Assert.False(centre.Equals(encoder.Encode(batch)));
    }

    [Theory]
    [InlineData(false, new[] { "front", "hand" })]
    [InlineData(true, new[] { "hand" })]
    public void Names_are_the_references_and_a_shared_network_is_kept_once(bool shared, string[] networks)
    {
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["hand", "front"], Width = 16, Stages = 1, Shared = shared });
        string[] keys = [.. encoder.state_dict().Keys];
        Assert.Equal(networks, keys.Select(k => k.Split('.')[1]).Distinct().Order());
        Assert.Equal(
            ["bias", "nets.0.nets.0.weight", "nets.1.nets.bias", "nets.1.nets.weight", "nets.1.temperature", "nets.3.bias", "nets.3.weight"],
            keys.Where(k => k.StartsWith("obs_nets.hand.", StringComparison.Ordinal) && !k.Contains("nets.0.nets.1", StringComparison.Ordinal) && !k.Contains("nets.0.nets.4", StringComparison.Ordinal))
                .Select(k => k["obs_nets.hand.".Length..]).Order().Prepend("bias"));
    }

    [Fact]
    public void It_learns_where_a_spot_is()
    {
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["hand"], Values = [], Width = 16, Stages = 2, Keypoints = 8, Features = 16, CropRatio = 1 });
        using TorchSharp.Modules.Linear head = nn.Linear(16, 2);
        using optim.Optimizer optimiser = optim.Adam(encoder.parameters().Concat(head.parameters()), 2e-3);
        double Step(bool train)
        {
            using IDisposable scope = NewDisposeScope();
            (Tensor pictures, Tensor places) = Spots(32);
            Tensor guess = head.call(encoder.Encode(new ObservationBatch(zeros(32, 1, 6), new Dictionary<string, Tensor> { ["hand"] = pictures }))).squeeze(1);
            Tensor loss = nn.functional.mse_loss(guess, places);
            if (train)
            {
                optimiser.zero_grad();
                loss.backward();
                optimiser.step();
            }
            return Math.Sqrt(loss.item<float>());
        }
        for (int i = 0; i < 200; i++)
            Step(train: true);
        encoder.eval();
        // Places are uniform in [-1, 1]: guessing the centre errs by 0.58.
        Assert.InRange(Step(train: false), 0, 0.1);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using ObservationEncoder encoder = Encoder(new() { Cameras = ["hand", "front"], Width = 16, Stages = 2 });
        void Train()
        {
            using IDisposable scope = NewDisposeScope();
            encoder.Encode(Batch(2, 2)).sum().backward();
        }
        Train();
        long before = LiveTensors.Count();
        for (int i = 0; i < 5; i++)
            Train();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void The_policy_reads_all_values_and_the_named_cameras()
    {
        ObservationSpec read = ObservationEncoder.ObservedBy(Offered, new() { Cameras = ["hand", "front"], Values = ["grip"], Stages = 2 });
        Assert.Equal(Offered.Entries, read.Entries);
        Assert.Equal(["hand", "front"], read.Cameras.Select(c => c.Name));
        Assert.Empty(ObservationEncoder.ObservedBy(Offered, new()).Cameras);
    }

    [Fact]
    public void An_unknown_camera_is_refused_with_what_there_is()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => ObservationEncoder.ObservedBy(Offered, new() { Cameras = ["back"] }));
        Assert.Equal("DOG1230", error.Id);
        Assert.Contains("'vision.cameras' names 'back', but there is no such camera; there are front, hand, tiny.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DiffOGException>(() => ObservationEncoder.ObservedBy(Offered with { Cameras = [] }, new() { Cameras = ["back"] }));
        Assert.Contains("there is no such camera; there is none.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_value_is_refused_with_what_there_is()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => ObservationEncoder.ObservedBy(Offered, new() { Values = ["foot"] }));
        Assert.Equal("DOG1230", error.Id);
        Assert.Contains("'vision.values' names 'foot', but no such value is observed; there are object, hand, grip.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_on_which_every_position_is_the_same_is_refused()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => ObservationEncoder.ObservedBy(Offered, new() { Cameras = ["front"] }));
        Assert.Equal("DOG1231", error.Id);
        Assert.Contains("The pictures of 'front' are cropped to 36×29 pixels, which 4 stages reduce to a map of 2×1;", error.Message, StringComparison.Ordinal);
        Assert.Single(ObservationEncoder.ObservedBy(Offered, new() { Cameras = ["front"], Pooling = PoolingKind.Average }).Cameras);
        Assert.Single(ObservationEncoder.ObservedBy(Offered, new() { Cameras = ["front"], Stages = 3 }).Cameras);
    }

    private static ObservationEncoder Encoder(VisionOptions options)
    {
        manual_seed(2);
        return new ObservationEncoder(ObservationEncoder.ObservedBy(Offered, options), options);
    }

    private static ObservationBatch Batch(int count, int steps) => new(
        randn(count, steps, Offered.Size),
        Offered.Cameras.ToDictionary(c => c.Name, c => randn([count, steps, 3, c.Height, c.Width])));

    /// <summary>A bright spot on noise, and where it is, both coordinates from −1 to 1.</summary>
    private static (Tensor Pictures, Tensor Places) Spots(int count)
    {
        Tensor places = (rand(count, 2) * 2) - 1;
        Tensor axis = linspace(-1.2, 1.2, 24);
        Tensor x = (axis.reshape(1, 1, 24) - places.narrow(1, 0, 1).unsqueeze(2)) / 0.15, y = (axis.reshape(1, 24, 1) - places.narrow(1, 1, 1).unsqueeze(2)) / 0.15;
        Tensor spot = (-(x.square() + y.square()) / 2).exp().reshape(count, 1, 1, 24, 24);
        return ((2 * spot) - 1 + (0.1 * randn([count, 1, 3, 24, 24])), places);
    }
}
