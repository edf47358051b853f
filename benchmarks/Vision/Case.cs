using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Vision;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Benchmarks.Vision;

/// <summary>One size of the encoder, next to its bare operators.</summary>
internal sealed class Case : IDisposable
{
    private const int Side = 84;
    private const int Steps = 2;
    private readonly int width;
    private readonly int stages;
    private readonly ObservationEncoder encoder;
    private readonly BareEncoder bare;
    private readonly ObservationBatch pictures;

    internal Case(int width, int stages, int batch)
    {
        (this.width, this.stages) = (width, stages);
        var options = new VisionOptions { Cameras = ["front", "hand"], Values = [], Width = width, Stages = stages };
        var offered = new ObservationSpec([new("hand", 9, "m")]) { Cameras = [new("front", Side, Side), new("hand", Side, Side)] };
        encoder = new ObservationEncoder(ObservationEncoder.ObservedBy(offered, options), options);
        bare = new BareEncoder(encoder.state_dict(), options.Cameras);
        pictures = Batch(batch);
    }

    /// <summary>A row of the table.</summary>
    internal string Measure(int rounds)
    {
        double[] times = ProcessorClock.Medians(
            rounds, Crop, () => Scoped(() => Frozen(() => encoder.Encode(pictures))), () => Train(() => encoder.Encode(pictures)), () => Train(() => bare.Encode(pictures)), () => Train(() => bare.Encode(pictures, channelsFirst: true)));
        long parameters = encoder.parameters().Sum(p => p.numel());
        return $"| {width}, {stages} | {parameters:N0} | {times[0]:F0} | {times[1]:F0} | {times[2]:F0} | {times[3]:F0} | {times[2] / times[3]:F2} | {times[4]:F0} | {times[4] / times[3]:F2} |";
    }

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();

    private static ObservationBatch Batch(int batch)
    {
        // In Torch's own memory: over a managed array it lies wherever the array does.
        Tensor Pictures() => randn([batch, Steps, Side, Side, 3]).permute(0, 1, 4, 2, 3);
        return new ObservationBatch(zeros(batch, Steps, 9), new Dictionary<string, Tensor> { ["front"] = Pictures(), ["hand"] = Pictures() });
    }

    private void Crop() => Scoped(() =>
    {
        foreach (Tensor camera in pictures.Pictures.Values)
            BareEncoder.Crop(camera.flatten(0, 1));
    });

    private static void Train(Func<Tensor> features) => Scoped(() => features().sum().backward());

    private static void Frozen(Func<Tensor> features)
    {
        using IDisposable frozen = no_grad();
        features();
    }

    private static void Scoped(Action work)
    {
        using IDisposable scope = NewDisposeScope();
        work();
    }
}
