using DiffOG.Policies;

namespace DiffOG.Learning.Training;

/// <summary>Judges a policy by what it does.</summary>
public interface IPolicyJudge
{
    /// <summary>Runs episodes. Equal weights give equal numbers.</summary>
    /// <param name="policy">Acts with its averaged weights; stays the caller's.</param>
    /// <param name="cancellation">Ends the episodes.</param>
    /// <returns>The share of episodes that succeeded, 0 to 1.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    double SuccessOf(IPolicy policy, CancellationToken cancellation);
}
