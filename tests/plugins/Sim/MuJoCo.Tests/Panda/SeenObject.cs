using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Panda;

/// <summary>What robosuite observes of an object, computed another way: by MuJoCo's rotation matrices.</summary>
internal static class SeenObject
{
    /// <summary>Checks the 14 values of one object.</summary>
    internal static unsafe void Check(PandaTask task, string name, ReadOnlySpan<double> seen)
    {
        MjData data = task.Physics.Data;
        int body = task.Physics.Model.Id(MjObject.Body, name), hand = task.Physics.Model.Id(MjObject.Body, "robot0_right_hand");
        double* matrices = data.Members.Array<double>("xmat");
        ReadOnlySpan<double> turned = new(matrices + (9 * body), 9), grasping = new(matrices + (9 * hand), 9);
        ReadOnlySpan<double> place = data.Xpos(body), grip = task.Arms[0].GripPosition;
        double[] own = Matrix(seen.Slice(3, 4)), relative = Matrix(seen.Slice(10, 4));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(place[i], seen[i], 12);
            double along = 0;
            for (int k = 0; k < 3; k++)
                along += grasping[(3 * k) + i] * (place[k] - grip[k]);
            Assert.Equal(along, seen[7 + i], 9);
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(turned[(3 * i) + j], own[(3 * i) + j], 9);
                double product = 0;
                for (int k = 0; k < 3; k++)
                    product += grasping[(3 * i) + k] * relative[(3 * k) + j];
                Assert.Equal(turned[(3 * i) + j], product, 9);
            }
        }
    }

    private static double[] Matrix(ReadOnlySpan<double> scalarLast)
    {
        double[] matrix = new double[9];
        new QuaternionD(scalarLast[3], scalarLast[0], scalarLast[1], scalarLast[2]).ToMatrix(matrix);
        return matrix;
    }
}
