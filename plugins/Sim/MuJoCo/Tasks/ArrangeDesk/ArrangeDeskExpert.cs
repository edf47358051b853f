using DiffOG.Simulation.MuJoCo.Experts;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Aloha;

namespace DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;

/// <summary>
/// The right arm puts the bowl away and goes home, then the left arm the blue mug and the white one: each by the rim, at the
/// side that a mug's handle is not on, one finger inside and one outside.
/// </summary>
internal sealed class ArrangeDeskExpert : IDemonstrator
{
    private const int ArmSize = 7;
    private readonly ArrangeDeskTask task;
    private readonly PhaseScript left, right;

    /// <summary>An expert for a world at the beginning of an episode.</summary>
    /// <param name="task">The world it acts in.</param>
    /// <param name="seed">Decides its noise.</param>
    /// <param name="roughness">A factor on its noise.</param>
    public ArrangeDeskExpert(ArrangeDeskTask task, long seed, double roughness)
    {
        this.task = task;
        Chance chance = new(seed, purpose: 1);
        RimGrasp bowl = new(task.Arms[1], AlohaTask.RightBase, task.Bowl, chance, roughness);
        RimGrasp blue = new(task.Arms[0], AlohaTask.LeftBase, task.Blue, chance, roughness);
        RimGrasp white = new(task.Arms[0], AlohaTask.LeftBase, task.White, chance, roughness);
        Pose rightHome = task.Arms[1].Grip, leftHome = task.Arms[0].Grip;
        right = new PhaseScript(
            [.. bowl.Phases("bowl", () => ArrangeDeskTask.BowlZone), Home("home", rightHome)], () => task.Arms[1].Grip, new UnsteadyHand(chance, roughness));
        left = new PhaseScript(
            [
                Home("wait", leftHome) with { Until = () => right!.IsPast("bowl away") },
                .. white.Phases("white", () => ArrangeDeskTask.WhiteZone), .. blue.Phases("blue", () => task.OnCoaster), Home("home", leftHome),
            ],
            () => task.Arms[0].Grip, new UnsteadyHand(chance, roughness));
    }

    /// <summary>Where the scripts are: left, right.</summary>
    public (string Left, string Right) Current => (left.Current.Name, right.Current.Name);

    /// <inheritdoc/>
    public double[] Act()
    {
        double[] action = new double[2 * ArmSize];
        left.Act().CopyTo(action, 0);
        right.Act().CopyTo(action, ArmSize);
        return action;
    }

    private static Phase Home(string name, Pose pose) => new(name, () => pose) { Near = 0.03, Pace = 0.5, Slew = 0.1 };
}
