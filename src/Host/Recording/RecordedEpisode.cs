namespace DiffOG.Host.Recording;

/// <summary>An episode with all that is needed to replay it. Row t of every array belongs to control step t.</summary>
/// <param name="Seed">Of the episode and of the expert.</param>
/// <param name="Observations">[(k + 1)·O] what was seen before each action, and after the last one.</param>
/// <param name="Actions">[k·D] as they were executed.</param>
/// <param name="States">[k·S] the simulator's state before each action.</param>
/// <param name="Rewards">[k] 1 where the task is fulfilled after the action, else 0.</param>
/// <param name="Dones">[k] 1 where the task is fulfilled after the action, and at the last step.</param>
internal sealed record RecordedEpisode(long Seed, double[] Observations, double[] Actions, double[] States, double[] Rewards, long[] Dones)
{
    /// <summary>The number k of control steps.</summary>
    internal int Steps => Rewards.Length;
}
