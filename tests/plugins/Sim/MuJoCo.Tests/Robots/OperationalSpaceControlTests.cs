using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using Xunit;
using static DiffOG.Simulation.MuJoCo.Tests.Robots.Matrices;

namespace DiffOG.Simulation.MuJoCo.Tests.Robots;

public sealed class OperationalSpaceControlTests
{
    private const double Kp = 150, NullspaceKp = 10;
    private static readonly double Kd = 2 * Math.Sqrt(Kp), NullspaceKd = 2 * Math.Sqrt(NullspaceKp);

    [Fact]
    public void Torques_are_those_of_the_closed_form()
    {
        using LiftTask task = PandaWorld.Task();
        double[] resting = [.. PandaWorld.Joints.Select(j => task.Physics.Data.Qpos[task.Physics.Model.QposAddress(j)])];
        PandaWorld.Disturb(task);
        double[] command = [0.4, -0.7, 0.2, 0.3, -0.1, 0.5, 0];
        Arm arm = new(task);
        double[] goal = [.. Enumerable.Range(0, 3).Select(i => arm.Place[i] + (0.05 * command[i]))];
        double[] goalRotation = new double[9];
        (QuaternionD.FromVector(new Vector3D(0.5 * command[3], 0.5 * command[4], 0.5 * command[5])) * QuaternionD.FromMatrix(arm.Rotation)).ToMatrix(goalRotation);

        task.Command(command);
        task.Control();

        double[] expected = arm.Torques(goal, goalRotation, resting);
        for (int j = 0; j < 7; j++)
            Assert.Equal(expected[j], task.Physics.Data.Ctrl[arm.Motors[j]], 1e-8 * expected.Max(Math.Abs));
    }

    [Fact]
    public void Motors_give_no_more_than_eighty_and_twelve_newton_metres()
    {
        using LiftTask task = PandaWorld.Task();
        Arm arm = new(task);
        for (int j = 0; j < 7; j++)
            task.Physics.Data.Ctrl[arm.Motors[j]] = (j % 2 == 0 ? 1 : -1) * 1000;
        task.Physics.Data.Forward();
        double[] limits = [80, 80, 80, 80, 80, 12, 12];
        Assert.Equal(limits.Select((l, j) => j % 2 == 0 ? l : -l), arm.MotorForces());
    }

    [Fact]
    public void The_null_space_torque_does_not_move_the_hand()
    {
        using LiftTask task = PandaWorld.Task();
        PandaWorld.Disturb(task);
        Arm arm = new(task);
        double[,] jacobian = arm.Jacobian(), inverseMass = Inverse(arm.Mass());
        double[] accelerations = Product(Product(jacobian, inverseMass), arm.NullspaceTorques(new double[7]));
        Assert.All(accelerations, a => Assert.Equal(0, a, 1e-8));
    }

    /// <summary>The arm's quantities, straight from MuJoCo, and robosuite's formula on them.</summary>
    private sealed class Arm(LiftTask task)
    {
        private readonly MjData data = task.Physics.Data;
        private readonly MjModel model = task.Physics.Model;
        private readonly int site = task.Physics.Model.Id(MjObject.Site, "robot0_grip");

        public int[] Motors => [.. PandaWorld.Joints.Select(j => model.Id(MjObject.Actuator, j))];

        public double[] Place => data.SitePosition(site).ToArray();

        public double[] Rotation => data.SiteRotation(site).ToArray();

        private int[] Dofs => [.. PandaWorld.Joints.Select(model.DofAddress)];

        private double[] Speeds => [.. Dofs.Select(d => data.Qvel[d])];

        public double[,] Mass()
        {
            double[] full = new double[model.Nv * model.Nv];
            data.FullMass(full);
            double[,] mass = new double[7, 7];
            for (int i = 0; i < 7; i++)
            {
                for (int k = 0; k < 7; k++)
                    mass[i, k] = full[(Dofs[i] * model.Nv) + Dofs[k]];
            }
            return mass;
        }

        public double[,] Jacobian()
        {
            double[] translation = new double[3 * model.Nv], rotation = new double[3 * model.Nv];
            data.JacobianOfSite(site, translation, rotation);
            double[,] jacobian = new double[6, 7];
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 7; j++)
                    (jacobian[i, j], jacobian[i + 3, j]) = (translation[(i * model.Nv) + Dofs[j]], rotation[(i * model.Nv) + Dofs[j]]);
            }
            return jacobian;
        }

        public double[] Torques(double[] goal, double[] goalRotation, double[] resting)
        {
            double[,] jacobian = Jacobian();
            double[] velocity = Product(jacobian, Speeds), bias = [.. Dofs.Select(d => data.QfrcBias[d])];
            double[] error = [.. goal.Zip(Place, (g, p) => g - p), .. RotationError(goalRotation)];
            double[] accelerations = [.. error.Select((e, i) => (Kp * e) - (Kd * velocity[i]))];
            double[] torques = [.. NullspaceTorques(resting).Zip(bias, (n, b) => n + b)];
            foreach (int part in (int[])[0, 3])
            {
                double[,] rows = Rows(jacobian, part, 3);
                double[] wrench = Product(Inverse(Product(Product(rows, Inverse(Mass())), Transposed(rows))), accelerations[part..(part + 3)]);
                torques = [.. torques.Zip(Product(Transposed(rows), wrench), (t, w) => t + w)];
            }
            return torques;
        }

        // Nᵀ M u with N = I − M⁻¹ Jᵀ Λ J.
        public double[] NullspaceTorques(double[] resting)
        {
            double[,] jacobian = Jacobian(), mass = Mass(), inverse = Inverse(mass);
            double[,] weighted = Product(inverse, Product(Transposed(jacobian), Inverse(Product(Product(jacobian, inverse), Transposed(jacobian)))));
            double[,] projector = Product(weighted, jacobian);
            for (int i = 0; i < 7; i++)
            {
                for (int k = 0; k < 7; k++)
                    projector[i, k] = (i == k ? 1 : 0) - projector[i, k];
            }
            double[] angles = [.. PandaWorld.Joints.Select(j => data.Qpos[model.QposAddress(j)])];
            double[] pull = [.. resting.Select((r, j) => (NullspaceKp * (r - angles[j])) - (NullspaceKd * Speeds[j]))];
            return Product(Transposed(projector), Product(mass, pull));
        }

        public unsafe double[] MotorForces()
        {
            double* forces = data.Members.Array<double>("actuator_force");
            double[] found = new double[7];
            for (int j = 0; j < 7; j++)
                found[j] = forces[Motors[j]];
            return found;
        }

        // ½ Σ rᵢ × r*ᵢ over the columns.
        private double[] RotationError(double[] goal)
        {
            Vector3D sum = default;
            for (int i = 0; i < 3; i++)
                sum += 0.5 * new Vector3D(Rotation[i], Rotation[3 + i], Rotation[6 + i]).Cross(new Vector3D(goal[i], goal[3 + i], goal[6 + i]));
            return [sum.X, sum.Y, sum.Z];
        }
    }
}
