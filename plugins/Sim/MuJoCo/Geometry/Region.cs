namespace DiffOG.Simulation.MuJoCo.Geometry;

/// <summary>A box along the axes, from which places are drawn.</summary>
/// <param name="Lowest">Its corner with the smallest coordinates [m].</param>
/// <param name="Highest">Its corner with the largest coordinates [m].</param>
internal readonly record struct Region(Vector3D Lowest, Vector3D Highest)
{
    /// <summary>A place, each equally likely.</summary>
    public Vector3D Draw(Chance chance) => new(chance.Uniform(Lowest.X, Highest.X), chance.Uniform(Lowest.Y, Highest.Y), chance.Uniform(Lowest.Z, Highest.Z));
}
