using DiffOG.Simulation.MuJoCo.Experts;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>Two scripts at once, one an arm; each waits for what it can see of the other.</summary>
internal sealed class TransportExpert : IDemonstrator
{
    private readonly PhaseScript sender, receiver;

    /// <summary>Makes one for the present episode.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its manner and its noise.</param>
    /// <param name="roughness">A factor on its noise.</param>
    public TransportExpert(TransportTask task, long seed, double roughness)
    {
        Chance chance = new(seed, purpose: 1);
        TransportManner manner = new(new Variation(chance, roughness));
        Handover handover = new(task, manner);
        sender = new PhaseScript(SenderScript.Of(task, manner, handover), () => task.Sender.Grip, new UnsteadyHand(chance, roughness));
        receiver = new PhaseScript(ReceiverScript.Of(task, manner, handover), () => task.Receiver.Grip, new UnsteadyHand(chance, roughness));
    }

    /// <summary>Where the two scripts are.</summary>
    public (string Sender, string Receiver) Phases => (sender.Current.Name, receiver.Current.Name);

    /// <inheritdoc/>
    public double[] Act() => [.. sender.Act(), .. receiver.Act()];
}
