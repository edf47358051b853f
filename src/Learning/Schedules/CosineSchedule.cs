namespace DiffOG.Learning.Schedules;

/// <summary>A learning rate that rises linearly from zero, then falls along half a cosine to zero.</summary>
/// <param name="BaseRate">The largest rate.</param>
/// <param name="WarmupSteps">The number of optimiser steps of the rise; zero for none.</param>
/// <param name="TotalSteps">The number of optimiser steps after which the rate is zero.</param>
internal sealed record CosineSchedule(double BaseRate, long WarmupSteps, long TotalSteps)
{
    /// <summary>The rate of one optimiser step; a function of the step alone, so a resumed run needs no other state.</summary>
    /// <param name="step">The number of steps already taken.</param>
    public double RateAt(long step)
    {
        if (step < WarmupSteps)
            return BaseRate * step / Math.Max(1, WarmupSteps);
        double progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return BaseRate * Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
