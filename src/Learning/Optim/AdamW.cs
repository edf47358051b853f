using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Learning.Optim;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). All of its state has names, so that a
/// checkpoint carries it and a resumed run continues to the bit.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly AdamWOptions options;
    private readonly Slot[] slots;
    private readonly Tensor steps = zeros([], ScalarType.Int64).DetachFromDisposeScope();

    /// <summary>Creates the optimiser with zero moments.</summary>
    /// <param name="parameters">What is optimised, by name; stays the caller's.</param>
    /// <param name="options">Betas, epsilon, weight decay.</param>
    public AdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamWOptions options)
    {
        this.options = options;
        slots = [.. parameters.Select(p => new Slot(p.Name, p.Parameter))];
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps => steps.item<long>();

    /// <summary>All state by name: <c>step</c>, <c>exp_avg.NAME</c>, <c>exp_avg_sq.NAME</c>. The tensors stay the optimiser's.</summary>
    public IReadOnlyDictionary<string, Tensor> State => slots
        .SelectMany(s => new[] { ($"exp_avg.{s.Name}", s.Mean), ($"exp_avg_sq.{s.Name}", s.Square) })
        .Append(("step", steps))
        .ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal);

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(double rate)
    {
        using IDisposable frozen = no_grad();
        steps.add_(1);
        double k = Steps;
        double correction1 = 1 - Math.Pow(options.Beta1, k);
        double correction2 = Math.Sqrt(1 - Math.Pow(options.Beta2, k));
        // epsilon moves inside the correction: m/c1 / (√v/c2 + ε) = (m · c2/c1) / (√v + ε c2), one pass fewer.
        using var scalars = new StepScalars(options, rate, correction1, correction2);
        foreach (Slot slot in slots)
            Update(slot, scalars);
    }

    /// <summary>Forgets all gradients; their memory goes back at once.</summary>
    public void ZeroGradients()
    {
        foreach (Slot slot in slots)
        {
            using Tensor? gradient = slot.Parameter.grad;
            if (gradient is not null)
                slot.Parameter.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }
        steps.Dispose();
    }

    private static void Update(Slot slot, StepScalars scalars)
    {
        using Tensor? gradient = slot.Parameter.grad;
        if (gradient is null)
            return;
        if (scalars.Decays)
            slot.Parameter.mul_(scalars.Shrink);
        slot.Mean.mul_(scalars.Beta1);
        slot.Mean.add_(gradient, scalars.OneMinusBeta1);
        slot.Square.mul_(scalars.Beta2);
        slot.Square.addcmul_(gradient, gradient, scalars.OneMinusBeta2);
        using Tensor denominator = slot.Square.sqrt();
        denominator.add_(scalars.Epsilon);
        slot.Parameter.addcdiv_(slot.Mean, denominator, scalars.MinusRate);
    }

    private sealed record Slot(string Name, Parameter Parameter)
    {
        public Tensor Mean { get; } = zeros_like(Parameter, requires_grad: false).DetachFromDisposeScope();

        public Tensor Square { get; } = zeros_like(Parameter, requires_grad: false).DetachFromDisposeScope();
    }

    /// <summary>The numbers of one step as native scalars, made once for all parameters.</summary>
    private sealed class StepScalars(AdamWOptions options, double rate, double correction1, double correction2) : IDisposable
    {
        public bool Decays { get; } = options.WeightDecay != 0;

        public Scalar Shrink { get; } = (1 - (rate * options.WeightDecay)).ToScalar();

        public Scalar Beta1 { get; } = options.Beta1.ToScalar();

        public Scalar OneMinusBeta1 { get; } = (1 - options.Beta1).ToScalar();

        public Scalar Beta2 { get; } = options.Beta2.ToScalar();

        public Scalar OneMinusBeta2 { get; } = (1 - options.Beta2).ToScalar();

        public Scalar Epsilon { get; } = (options.Epsilon * correction2).ToScalar();

        public Scalar MinusRate { get; } = (-rate * correction2 / correction1).ToScalar();

        public void Dispose()
        {
            foreach (Scalar scalar in new[] { Shrink, Beta1, OneMinusBeta1, Beta2, OneMinusBeta2, Epsilon, MinusRate })
                scalar.Dispose();
        }
    }
}
