namespace DiffOG.Simulation.MuJoCo.Experts;

/// <summary>
/// Makes the commands of a script those of a hand: it follows with a lag, sways slowly and trembles, so that
/// demonstrations differ and show how to recover.
/// </summary>
/// <param name="chance">Decides the noise.</param>
/// <param name="roughness">A factor on the noise; 0 is machine-like.</param>
/// <param name="swiftness">The part of the way to the wanted command that the hand goes in a step.</param>
/// <param name="swayDecay">The part of the sway that remains from step to step.</param>
internal sealed class UnsteadyHand(Chance chance, double roughness, double swiftness = 0.5, double swayDecay = 0.85)
{
    private const double Sway = 0.11, Tremor = 0.03, RotationPart = 0.5;
    private readonly double[] hand = new double[6], sway = new double[6];

    /// <summary>A command that moves towards the wanted one.</summary>
    /// <param name="wanted">[3] translation or [6] translation and rotation, actions of −1 to 1.</param>
    /// <param name="calm">A factor on the noise at this moment: less where precision is needed.</param>
    /// <param name="action">Receives the command of the same length, −1 to 1.</param>
    public void Follow(ReadOnlySpan<double> wanted, double calm, Span<double> action)
    {
        for (int d = 0; d < wanted.Length; d++)
        {
            hand[d] += swiftness * (wanted[d] - hand[d]);
            action[d] = Math.Clamp(hand[d] + Noise(d, calm), -1, 1);
        }
    }

    private double Noise(int dimension, double calm)
    {
        double scale = roughness * calm * (dimension < 3 ? 1 : RotationPart);
        sway[dimension] = (swayDecay * sway[dimension]) + chance.Normal(Sway * Math.Sqrt(1 - (swayDecay * swayDecay)));
        return scale * (sway[dimension] + chance.Normal(Tremor));
    }
}
