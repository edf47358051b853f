using DiffOG.Simulation.MuJoCo.Interop.Headers;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>The contacts that were found at the present positions.</summary>
/// <param name="data">Whose.</param>
internal sealed unsafe class MjContacts(MjData data)
{
    private readonly CStruct layout = data.Model.Library.Contact;
    private readonly int* count = data.Members.Member<int>("ncon");
    private readonly byte** list = (byte**)data.Members.Member<nint>("contact");
    private readonly int distance = Offset(data.Model.Library.Contact, "dist", 0);
    private readonly int frame = Offset(data.Model.Library.Contact, "frame", 0);
    private readonly int firstGeom = Offset(data.Model.Library.Contact, "geom1", 0);
    private readonly int secondGeom = Offset(data.Model.Library.Contact, "geom2", sizeof(int));

    /// <summary>How many there are.</summary>
    public int Count => data.IsDisposed ? throw new ObjectDisposedException(nameof(MjData)) : *count;

    /// <summary>The two geoms of a contact.</summary>
    public (int First, int Second) Geoms(int contact)
    {
        byte* at = At(contact);
        return (*(int*)(at + firstGeom), *(int*)(at + secondGeom));
    }

    /// <summary>The distance between the two [m]; negative when they overlap.</summary>
    public double Distance(int contact) => *(double*)(At(contact) + distance);

    /// <summary>[3] the direction from the first geom to the second, of length one.</summary>
    public ReadOnlySpan<double> Normal(int contact) => new(At(contact) + frame, 3);

    /// <summary>Whether two geoms touch.</summary>
    public bool Touch(int geom, int other)
    {
        for (int i = 0; i < Count; i++)
        {
            (int first, int second) = Geoms(i);
            if ((first == geom && second == other) || (first == other && second == geom))
                return true;
        }
        return false;
    }

    /// <summary>The force of a contact in its own frame, normal first.</summary>
    /// <param name="contact">Which.</param>
    /// <param name="force">[6] [N] and [N m].</param>
    public void Force(int contact, Span<double> force)
    {
        if (force.Length != 6 || contact < 0 || contact >= Count)
            throw new ArgumentException($"Contact {contact} of {Count}, {force.Length} values of 6.", nameof(force));
        fixed (double* f = force)
            data.Model.Library.Functions.ContactForce(data.Model.Address, data.Address, contact, f);
    }

    // The list moves with 3.x, so its place is read each time.
    private byte* At(int contact) => contact >= 0 && contact < Count
        ? *list + ((long)contact * layout.Size)
        : throw new ArgumentOutOfRangeException(nameof(contact), $"There are {Count} contacts.");

    // Later releases also keep the pair as one array, and may drop the single members.
    private static int Offset(CStruct layout, string name, int within) =>
        layout.Find(name)?.Offset ?? layout.Find("geom")?.Offset + within ?? throw new ArgumentException($"mjContact has no {name}.", nameof(name));
}
