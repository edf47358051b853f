using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Leto.Optimisation;
using DiffOG.Solvers;

namespace DiffOG.Policies.Leto;

/// <summary>Makes an untrained LeTO policy; train it, or load a checkpoint into it.</summary>
[Plugin("leto", "LeTO: an LSTM whose proposals pass a quadratic program with one learned cost and hard limits, trained end to end.")]
public sealed class LetoPlugin : Plugin<ITrainablePolicy, LetoOptions>
{
    private const double UsualStepDuration = 0.05;

    /// <inheritdoc/>
    /// <exception cref="DiffOGException">DOG1871: the limits follow a schedule. DOG1150: nothing here makes plugins. Otherwise what the constraint set or the solver reports.</exception>
    public override ITrainablePolicy Create(LetoOptions options, PluginContext context)
    {
        IConstraintSet chosen = context.Create<IConstraintSet>(options.Constraints);
        if (chosen.ChangeTimes.Count > 0)
            throw new DiffOGException("DOG1871", $"The constraint set '{options.Constraints.Id}' of the policy 'leto' follows a schedule, but a policy is not told the time.", "Give the policy limits that always hold, and put the schedule into the layer's constraints, which a refiner holds.");
        return new LetoPolicy(options, context.RequiredObservations, context.RequiredAction, new LetoParts(
            new LimitedConstraints(chosen, options.ActionLimit, context.RequiredAction.MotionDimensions),
            context.Create<IQpSolver>(options.Solver),
            context.StepDuration ?? UsualStepDuration));
    }
}
