using DiffOG.Simulation.MuJoCo.Geometry;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Geometry;

public sealed class RotationTests
{
    private static readonly Vector3D[] Vectors =
    [
        default, new(1e-9, 0, 0), new(0.3, -0.2, 0.5), new(Math.PI - 1e-6, 0, 0), new(0, Math.PI - 1e-6, 0), new(0, 0, Math.PI - 1e-6),
        new(1.7, -1.6, 1.2), new(-2, 0.4, 0.3),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Vectors.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void A_rotation_vector_survives_the_way_through_a_quaternion(int which) =>
        Assert.Equal(0, (QuaternionD.FromVector(Vectors[which]).ToVector() - Vectors[which]).Length, 1e-9);

    [Theory]
    [MemberData(nameof(Each))]
    public void A_quaternion_survives_the_way_through_a_matrix(int which)
    {
        double[] matrix = new double[9];
        QuaternionD q = QuaternionD.FromVector(Vectors[which]);
        q.ToMatrix(matrix);
        Assert.Equal(0, (QuaternionD.FromMatrix(matrix) * q.Inverse).ToVector().Length, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Matrix_quaternion_and_Rodrigues_turn_alike(int which)
    {
        double[] matrix = new double[9], rodrigues = new double[9];
        QuaternionD q = QuaternionD.FromVector(Vectors[which]);
        q.ToMatrix(matrix);
        Vector3D v = Vectors[which];
        Rotation.FromVector([v.X, v.Y, v.Z], rodrigues);
        Vector3D turned = q.Turn(new Vector3D(1, 2, 3));
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(rodrigues[i], matrix[i], 1e-9));
        Assert.Equal(0, (turned - new Vector3D(Row(0), Row(1), Row(2))).Length, 1e-9);
        double Row(int r) => matrix[3 * r] + (2 * matrix[(3 * r) + 1]) + (3 * matrix[(3 * r) + 2]);
    }

    [Fact]
    public void A_quarter_turn_about_up_takes_x_to_y()
    {
        QuaternionD q = QuaternionD.About(Vector3D.Up, Math.PI / 2);
        Assert.Equal(0, (q.Turn(new Vector3D(1, 0, 0)) - new Vector3D(0, 1, 0)).Length, 1e-12);
        Assert.Equal(Math.PI / 2, q.Yaw, 1e-12);
    }

    [Fact]
    public void The_product_turns_by_the_right_one_first()
    {
        QuaternionD a = QuaternionD.FromVector(new Vector3D(0.4, 0.1, -0.3)), b = QuaternionD.FromVector(new Vector3D(-0.2, 0.9, 0.5));
        Vector3D v = new(0.3, -1, 2);
        Assert.Equal(0, ((a * b).Turn(v) - a.Turn(b.Turn(v))).Length, 1e-12);
    }

    [Fact]
    public void A_frame_from_axes_has_these_axes()
    {
        Vector3D z = new Vector3D(0.1, 0.2, -1).Normalised;
        QuaternionD q = QuaternionD.FromAxes(new Vector3D(0, 1, 0), z);
        Assert.Equal(0, (q.Turn(new Vector3D(0, 0, 1)) - z).Length, 1e-12);
        Assert.True(q.Turn(new Vector3D(0, 1, 0)).Y > 0.9);
    }

    [Fact]
    public void A_point_survives_the_way_into_a_frame_and_back()
    {
        Pose frame = new(new Vector3D(1, 2, 3), QuaternionD.FromVector(new Vector3D(0.3, 1, -0.7)));
        Vector3D point = new(-0.4, 5, 0.2);
        Assert.Equal(0, (frame.ToWorld(frame.ToLocal(point)) - point).Length, 1e-12);
    }
}
