using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Simulation;

/// <summary>A body that stands where it is put and that nothing moves. Its place is part of the physics' state.</summary>
internal sealed unsafe class MocapBody
{
    private readonly double* position;

    /// <summary>Takes hold of a body.</summary>
    /// <param name="data">The world.</param>
    /// <param name="name">Of a body with <c>mocap="true"</c>.</param>
    public MocapBody(MjData data, string name)
    {
        int mocap = data.Model.Members.Array<int>("body_mocapid")[data.Model.Id(MjObject.Body, name)];
        position = mocap >= 0 ? data.Members.Array<double>("mocap_pos") + (3 * mocap) : throw new ArgumentException($"The body '{name}' is no mocap body.", nameof(name));
    }

    /// <summary>Where it stands [m]; what follows from a new place is computed with the next physics step.</summary>
    public Vector3D Position
    {
        get => new(position[0], position[1], position[2]);
        set => (position[0], position[1], position[2]) = (value.X, value.Y, value.Z);
    }
}
