namespace DiffOG.Learning.Schedules;

/// <summary>A learning rate that rises linearly from zero and then follows its kind, as the schedules of Hugging Face's diffusers.</summary>
/// <param name="Kind">How it goes on after the rise.</param>
/// <param name="BaseRate">The largest rate.</param>
/// <param name="WarmupSteps">The number of optimiser steps of the rise; zero for none.</param>
/// <param name="TotalSteps">The number of optimiser steps after which a falling rate is zero.</param>
internal sealed record LearningRate(ScheduleKind Kind, double BaseRate, long WarmupSteps, long TotalSteps)
{
    /// <summary>The rate of one optimiser step; a function of the step alone, so a resumed run needs no other state.</summary>
    /// <param name="step">The number of steps already taken.</param>
    public double RateAt(long step)
    {
        if (step < WarmupSteps)
            return BaseRate * step / Math.Max(1, WarmupSteps);
        double progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return BaseRate * Kind switch
        {
            ScheduleKind.Cosine => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress))),
            ScheduleKind.Linear => Math.Max(0, 1 - progress),
            _ => 1,
        };
    }
}
