using DiffOG.Randomness;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Noise;

/// <summary>
/// Flow matching along straight lines (rectified flow: Liu et al. 2023, eq. 1; the optimal-transport path of Lipman et al.
/// 2023, eq. 22, with σ_min = 0): x_t = (1 − t) ε + t x, whose velocity is x − ε. Time 0 is noise and time 1 the clean
/// chunk, as in π₀ (Black et al. 2024); other authors count the other way. A sample solves dx/dt = v(x, t) from noise on.
/// </summary>
/// <param name="steps">How many steps of the solver lead from noise to a sample.</param>
public sealed class FlowProcess(int steps) : NoiseProcess
{
    /// <summary>
    /// What times are multiplied with for the network. Its embedding was made for diffusion steps that count by hundreds;
    /// times between 0 and 1 would look all alike to most of its frequencies.
    /// </summary>
    public const double TimeScale = 1000;

    /// <summary>Euler's method, or the midpoint method.</summary>
    public SamplerKind Sampler { get; init; } = SamplerKind.Euler;

    /// <summary>What the network predicts: velocity, or the clean chunk.</summary>
    public PredictionKind Prediction { get; init; } = PredictionKind.Velocity;

    /// <summary>How often it is trained at which times.</summary>
    public TimeSampling Times { get; init; } = TimeSampling.Uniform;

    /// <summary>Whether predicted clean chunks, and the sample, are clipped to [-1, 1].</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    protected override int Steps => steps;

    /// <inheritdoc/>
    protected override NoisyChunks Corrupt(Tensor chunks, GaussianSource random)
    {
        double[] times = new double[chunks.shape[0]];
        foreach (ref double time in times.AsSpan())
            time = FlowTimes.Draw(Times, ref random);
        Tensor noise = Noise(ref random, chunks);
        Tensor noisy = Blend.Of([.. times.Select(t => new Blend(t, 1 - t))], chunks, noise);
        Tensor left = tensor([.. times.Select(t => 1 - t)], [times.Length, 1, 1], dtype: chunks.dtype, device: chunks.device);
        return new NoisyChunks(
            noisy,
            tensor([.. times.Select(t => t * TimeScale)], [times.Length], device: chunks.device),
            Prediction is PredictionKind.Clean ? chunks : chunks - noise,
            predicted => Clipped(Prediction is PredictionKind.Clean ? predicted : noisy + (left * predicted)));
    }

    /// <inheritdoc/>
    protected override Tensor Step(Func<Tensor, double, Tensor> predict, int index, Tensor sample, GaussianSource[] sources)
    {
        double time = (double)index / steps, length = 1.0 / steps;
        Tensor velocity = Velocity(predict, sample, time);
        if (Sampler is SamplerKind.Midpoint)
            velocity = Velocity(predict, sample + (velocity * (length / 2)), time + (length / 2));
        Tensor next = sample + (velocity * length);
        return index == steps - 1 ? Clipped(next) : next;
    }

    private Tensor Velocity(Func<Tensor, double, Tensor> predict, Tensor sample, double time)
    {
        Tensor predicted = predict(sample, time * TimeScale);
        if (Prediction is PredictionKind.Clean)
            return Towards(predicted);
        return Clip ? Towards(sample + (predicted * (1 - time))) : predicted;

        Tensor Towards(Tensor clean) => (Clipped(clean) - sample) / (1 - time);
    }

    private Tensor Clipped(Tensor clean) => Clip ? clean.clamp(-1, 1) : clean;
}
