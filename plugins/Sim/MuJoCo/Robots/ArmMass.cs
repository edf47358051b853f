using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// The part of the mass matrix that belongs to some hinges. Writing out the whole matrix, as MuJoCo offers, costs several
/// times more than the part; where the places of the entries are known, they are read directly.
/// </summary>
internal sealed class ArmMass
{
    private readonly MjData data;
    private readonly int[] velocities, places;
    private readonly Eight[] rows;
    private readonly double[] whole;

    /// <summary>Takes hold of the hinges.</summary>
    /// <param name="data">The world.</param>
    /// <param name="velocities">Where the velocities of the hinges lie; all of one chain.</param>
    public ArmMass(MjData data, int[] velocities)
    {
        (this.data, this.velocities, rows) = (data, velocities, new Eight[velocities.Length]);
        bool known = data.HasSparseMass;
        places = known ? [.. velocities.SelectMany(i => velocities.Select(k => data.Model.MassAddress(i, k)))] : [];
        whole = known ? [] : new double[data.Model.Nv * data.Model.Nv];
    }

    /// <summary>[n] of n numbers: the part at the present positions; valid until the next call.</summary>
    public ReadOnlySpan<Eight> Read()
    {
        if (whole.Length > 0)
            Copy();
        else
            Collect();
        return rows;
    }

    private void Collect()
    {
        ReadOnlySpan<double> sparse = data.SparseMass;
        Span<double> target = Eight.Numbers(rows);
        for (int i = 0, at = 0; i < velocities.Length; i++)
        {
            for (int k = 0; k < velocities.Length; k++, at++)
                target[(i * Eight.Count) + k] = sparse[places[at]];
        }
    }

    private void Copy()
    {
        data.FullMass(whole);
        Span<double> target = Eight.Numbers(rows);
        for (int i = 0; i < velocities.Length; i++)
        {
            for (int k = 0; k < velocities.Length; k++)
                target[(i * Eight.Count) + k] = whole[(velocities[i] * data.Model.Nv) + velocities[k]];
        }
    }
}
