using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Tests;
using DiffOG.Policies.Networks.Noise;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Tests.Noise;

public sealed class DenoiserTests
{
    private static readonly NoiseSchedule Schedule = new(100);

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    public void A_step_from_a_clean_chunk_or_a_velocity_equals_the_step_from_its_noise(int t)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clean = tensor(new[] { 0.3f, -0.8f, 0.5f }, [1, 1, 3]), noise = tensor(new[] { 1.2f, -0.4f, 0.1f }, [1, 1, 3]);
        double kept = Schedule.Kept[t];
        Tensor sample = (clean * Math.Sqrt(kept)) + (noise * Math.Sqrt(1 - kept));
        Tensor fromNoise = new Ddim(Schedule, 10, clip: false).Step(noise, t, sample, null);
        Tensor fromClean = new Ddim(Schedule, 10, clip: false) { Prediction = PredictionKind.Clean }.Step(clean, t, sample, null);
        Tensor velocity = (noise * Math.Sqrt(kept)) - (clean * Math.Sqrt(1 - kept));
        Tensor fromVelocity = new Ddim(Schedule, 10, clip: false) { Prediction = PredictionKind.Velocity }.Step(velocity, t, sample, null);
        Compare(fromNoise, fromClean, 1e-4);
        Compare(fromNoise, fromVelocity, 1e-4);
    }

    [Fact]
    public void The_schedule_equals_the_reference()
    {
        using SafetensorsFile golden = Fixture.Open("schedulers");
        Close.To(golden.Read<float>("v0111.betas"), Single(Schedule.Betas), 1e-7);
        Close.To(golden.Read<float>("v0111.alphas_cumprod"), Single(Schedule.Kept), 1e-7);
    }

    [Theory]
    [InlineData("v0111", 10)]
    [InlineData("head", 16)]
    [InlineData("head", 32)]
    public void Ddpm_visits_as_many_steps_as_asked(string version, int steps)
    {
        using SafetensorsFile golden = Fixture.Open("schedulers");
        Assert.Equal(golden.Read<long>($"{version}.ddpm.timesteps_{steps}"), Longs(new Ddpm(Schedule, steps, clip: true)));
    }

    [Theory]
    [InlineData("v0111")]
    [InlineData("head")]
    public void Fresh_noise_has_the_variance_of_both_versions_of_the_reference(string version)
    {
        using DisposeScope scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        var ddpm = new Ddpm(Schedule, 100, clip: true);
        Tensor none = zeros(1, 1, 1);
        // From one of nothing, only the fresh noise is left.
        float[] found = [.. Enumerable.Range(0, 100).Select(t => ddpm.Step(none, t, none, ones(1, 1, 1)).square().item<float>())];
        Close.To(golden.Read<float>($"{version}.ddpm.variance"), found, 2e-7);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(32)]
    public void Ddim_visits_the_steps_of_the_reference(int steps)
    {
        using SafetensorsFile golden = Fixture.Open("schedulers");
        Assert.Equal(golden.Read<long>($"v0111.ddim.timesteps_{steps}"), Longs(new Ddim(Schedule, steps, clip: true)));
    }

    [Theory]
    [InlineData("v0111")]
    [InlineData("head")]
    public void Ddpm_steps_equal_both_versions_of_the_reference(string version)
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        var ddpm = new Ddpm(Schedule, 100, clip: true);
        Tensor sample = golden.ReadTensor("sample");
        Tensor output = golden.ReadTensor("model_output");
        long[] steps = golden.Read<long>("ddpm.timesteps_stepped");
        for (int k = 0; k < steps.Length; k++)
        {
            int t = (int)steps[k];
            Tensor? fresh = ddpm.AddsNoiseAt(t) ? golden.ReadTensor("ddpm.variance_noise")[k] : null;
            Compare(golden.ReadTensor($"{version}.ddpm.prev_sample")[k], ddpm.Step(output, t, sample, fresh), 2e-5);
            Compare(golden.ReadTensor("v0111.ddpm.pred_x0")[k], ddpm.PredictClean(output, t, sample), 2e-6);
        }
    }

    [Theory]
    [InlineData("v0111")]
    [InlineData("head")]
    public void A_whole_ddpm_chain_ends_where_the_reference_does(string version)
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        Tensor noise = golden.ReadTensor("chain.noise");
        int drawn = 0;
        var ddpm = new Ddpm(Schedule, 100, clip: true);
        Tensor sample = golden.ReadTensor("chain.x_T");
        foreach (int t in ddpm.Timesteps)
            sample = ddpm.Step(StandIn(sample, t), t, sample, ddpm.AddsNoiseAt(t) ? noise[drawn++] : null);
        Compare(golden.ReadTensor($"{version}.ddpm.chain_final"), sample, 4e-5);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(32)]
    public void Ddim_steps_and_a_whole_chain_equal_the_reference(int steps)
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        Tensor expected = golden.ReadTensor($"v0111.ddim.prev_sample_{steps}");
        Tensor clean = golden.ReadTensor($"v0111.ddim.pred_x0_{steps}");
        Tensor single = golden.ReadTensor("sample")[..1];
        Tensor output = golden.ReadTensor("model_output")[..1];
        var ddim = new Ddim(Schedule, steps, clip: true);
        Tensor chain = golden.ReadTensor("chain.x_T");
        int k = 0;
        foreach (int t in ddim.Timesteps)
        {
            Compare(clean[k], ddim.PredictClean(output, t, single), 2e-6);
            Compare(expected[k++], ddim.Step(output, t, single, null), 2e-6);
            chain = ddim.Step(StandIn(chain, t), t, chain, null);
        }
        Compare(golden.ReadTensor($"v0111.ddim.chain_final_{steps}"), chain, 4e-6);
    }

    [Fact]
    public void A_ddim_step_with_noise_equals_the_reference()
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        var ddim = new Ddim(Schedule, 10, clip: true, eta: 0.5);
        Tensor previous = ddim.Step(golden.ReadTensor("model_output"), 50, golden.ReadTensor("sample"), golden.ReadTensor("ddim.eta_noise"));
        Compare(golden.ReadTensor("v0111.ddim.eta05_prev_sample"), previous, 2e-6);
    }

    [Fact]
    public void Adding_noise_equals_the_reference()
    {
        using IDisposable scope = NewDisposeScope();
        using SafetensorsFile golden = Fixture.Open("schedulers");
        var process = new DiffusionProcess(Schedule, new Ddim(Schedule, 10, clip: true));
        Tensor noisy = process.AddNoise(golden.ReadTensor("x0"), golden.ReadTensor("noise"), golden.Read<long>("add_noise_timesteps"));
        Compare(golden.ReadTensor("v0111.add_noise"), noisy, 1e-6);
    }

    /// <summary>The network that the fixture's chains were made with.</summary>
    private static Tensor StandIn(Tensor sample, int t) => (sample * 0.7f).tanh() + (0.05f * (t / 100f));

    private static void Compare(Tensor expected, Tensor found, double tolerance)
    {
        Assert.Equal(expected.shape, found.shape);
        double worst = (expected - found).abs().max().item<float>();
        Assert.True(worst <= tolerance, $"Off by {worst:R}, tolerance {tolerance:R}.");
    }

    private static long[] Longs(Denoiser denoiser) => [.. denoiser.Timesteps.Select(t => (long)t)];

    private static float[] Single(IReadOnlyList<double> values) => [.. values.Select(v => (float)v)];
}
