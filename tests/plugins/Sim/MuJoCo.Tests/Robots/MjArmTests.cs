using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Robots;

// The arm reads MuJoCo's intermediate results instead of asking it for whole matrices; the numbers have to be the same.
public sealed class MjArmTests
{
    [Fact]
    public void The_Jacobian_is_MuJoCos_to_the_bit()
    {
        using LiftTask task = PandaWorld.Task();
        PandaWorld.Disturb(task);
        (MjData data, int nv, int[] velocities) = (task.Physics.Data, task.Physics.Model.Nv, Velocities(task));
        double[] translation = new double[3 * nv], rotation = new double[3 * nv];
        data.JacobianOfSite(data.Model.Id(MjObject.Site, "robot0_grip"), translation, rotation);
        MjArm arm = Arm(data);
        arm.FindJacobian();
        for (int row = 0; row < 6; row++)
        {
            double[] expected = [.. velocities.Select(v => row < 3 ? translation[(row * nv) + v] : rotation[((row - 3) * nv) + v])];
            Assert.Equal(expected, Eight.Numbers(arm.JacobianRows, row)[..7].ToArray());
            Assert.Equal(expected, Enumerable.Range(0, 7).Select(j => Eight.Numbers(arm.JacobianColumns, j)[row]));
        }
    }

    [Fact]
    public void The_mass_matrix_is_MuJoCos_to_the_bit()
    {
        using LiftTask task = PandaWorld.Task();
        PandaWorld.Disturb(task);
        (MjData data, int nv, int[] velocities) = (task.Physics.Data, task.Physics.Model.Nv, Velocities(task));
        double[] whole = new double[nv * nv];
        data.FullMass(whole);
        ReadOnlySpan<Eight> mass = Arm(data).MassMatrix();
        for (int j = 0; j < 7; j++)
            Assert.Equal(velocities.Select(v => whole[(velocities[j] * nv) + v]), Eight.Numbers(mass, j)[..7].ToArray());
    }

    [Fact]
    public void A_hinge_that_does_not_move_the_hand_is_refused() =>
        Assert.Contains("'robot0_joint7' does not move the site 'base'", Refused(Chain(7), "base", 7), StringComparison.Ordinal);

    [Fact]
    public void More_than_eight_hinges_are_refused() => Assert.Contains("at most 8 hinges, not 9", Refused(Chain(9), "hand", 9), StringComparison.Ordinal);

    [Fact]
    public void Velocities_of_different_chains_have_no_entry_in_the_mass_matrix()
    {
        using LiftTask task = PandaWorld.Task();
        MjModel model = task.Physics.Model;
        Assert.Throws<ArgumentException>(() => model.MassAddress(model.DofAddress("robot0_finger_joint1"), model.DofAddress("robot0_finger_joint2")));
        Assert.Throws<ArgumentException>(() => model.MassAddress(model.DofAddress("cube"), model.DofAddress("robot0_joint1")));
    }

    private static MjArm Arm(MjData data) => new(data, "robot0_grip", PandaWorld.Joints);

    private static int[] Velocities(LiftTask task) => [.. PandaWorld.Joints.Select(task.Physics.Model.DofAddress)];

    private static string Refused(string xml, string site, int hinges)
    {
        using MjModel model = MjModel.FromXml(Needs.MuJoCo(), xml);
        using MjData data = new(model);
        return Assert.Throws<ArgumentException>(() => new MjArm(data, site, [.. Enumerable.Range(1, hinges).Select(i => $"robot0_joint{i}")])).Message;
    }

    // A chain of hinges whose last but one body has a site 'base', and the last one a site 'hand'.
    private static string Chain(int hinges)
    {
        string bodies = "";
        for (int i = hinges; i >= 1; i--)
        {
            string name = i == hinges ? "hand" : i == hinges - 1 ? "base" : $"site{i}";
            bodies = $"<body pos='0 0 0.1'><joint name='robot0_joint{i}' axis='0 1 0'/><geom size='0.02' mass='1'/><site name='{name}'/>{bodies}</body>";
        }
        string motors = string.Concat(Enumerable.Range(1, hinges).Select(i => $"<motor name='robot0_joint{i}' joint='robot0_joint{i}'/>"));
        return $"<mujoco><worldbody>{bodies}</worldbody><actuator>{motors}</actuator></mujoco>";
    }
}
