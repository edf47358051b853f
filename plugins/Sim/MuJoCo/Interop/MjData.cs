namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>
/// The state of a world and what is computed from it. Spans are views of MuJoCo's memory; they stay valid as long as
/// this lives. One thread at a time.
/// </summary>
internal sealed unsafe class MjData : IDisposable
{
    private readonly bool massFromData;
    private readonly SafeNative handle;
    private readonly byte* address;
    private readonly MuJoCoFunctions functions;
    private readonly byte* model;
    private readonly double[] given, givenMocap;
    private readonly double* time, qpos, qvel, ctrl, bias, xpos, xquat, geomPosition, sitePosition, siteRotation, motions, centres, mass, mocap;
    private readonly int massSize, contactsFull, rowsFull;
    private readonly int* warnings;

    /// <summary>Makes the data of a model, at its initial state.</summary>
    public MjData(MjModel model)
    {
        Model = model;
        functions = model.Library.Functions;
        this.model = model.Address;
        address = functions.MakeData(this.model);
        handle = new SafeNative((nint)address, d => model.Library.Functions.DeleteData((byte*)d));
        NativeStruct members = Members;
        time = members.Member<double>("time");
        qpos = members.Array<double>("qpos");
        qvel = members.Array<double>("qvel");
        ctrl = members.Array<double>("ctrl");
        bias = members.Array<double>("qfrc_bias");
        xpos = members.Array<double>("xpos");
        xquat = members.Array<double>("xquat");
        geomPosition = members.Array<double>("geom_xpos");
        sitePosition = members.Array<double>("site_xpos");
        siteRotation = members.Array<double>("site_xmat");
        motions = members.Array<double>("cdof");
        centres = members.Array<double>("subtree_com");
        massFromData = model.Library.Header.Function("mj_fullM") == SupportedReleases.MassOfData;
        mass = massFromData ? null : members.Array<double>("qM");
        massSize = massFromData ? 0 : model.Size("nM");
        mocap = members.Array<double>("mocap_quat");
        given = Qpos.ToArray();
        givenMocap = new double[4 * model.Size("nmocap")];
        MocapQuat.CopyTo(givenMocap);
        warnings = members.Member<int>("warning");
        (contactsFull, rowsFull) = (model.Library.Constant("mjWARN_CONTACTFULL"), model.Library.Constant("mjWARN_CNSTRFULL"));
        Contacts = new MjContacts(this);
    }

    /// <summary>The model it belongs to.</summary>
    public MjModel Model { get; }

    /// <summary>Whether it was freed.</summary>
    public bool IsDisposed => handle.IsClosed;

    /// <summary>The native data.</summary>
    public byte* Address => IsDisposed ? throw new ObjectDisposedException(nameof(MjData)) : address;

    /// <summary>Its members by name.</summary>
    public NativeStruct Members => new(Model.Library.Data, Address);

    /// <summary>How much memory it takes [bytes].</summary>
    public long Size => Members.Integer("nbuffer") + (long)(Model.Library.Data.Find("narena") is null ? sizeof(double) * Members.Integer("nstack") : Members.Integer("narena"));

    /// <summary>The most contacts and the most rows of constraints since the last reset; there is room for <c>nconmax</c> and <c>njmax</c>.</summary>
    public (int Contacts, int Rows) MostUsed => (Members.Integer("maxuse_con"), Members.Integer("maxuse_efc"));

    /// <summary>The simulated time [s].</summary>
    public ref double Time => ref *time;

    /// <summary>[nq] positions.</summary>
    public Span<double> Qpos => new(qpos, Model.Nq);

    /// <summary>
    /// [nq] the positions that were given to the last <see cref="Step1"/> or <see cref="Forward"/>. MuJoCo normalises
    /// quaternions in place, and a normalised one need not normalise to itself: only from these numbers does the same follow
    /// to the bit.
    /// </summary>
    public ReadOnlySpan<double> GivenQpos => given;

    /// <summary>[4 n] the orientations of mocap bodies that were given, before they were normalised in the same way.</summary>
    public ReadOnlySpan<double> GivenMocapQuat => givenMocap;

    /// <summary>[4 n] the orientations of mocap bodies, w first.</summary>
    public Span<double> MocapQuat => new(mocap, givenMocap.Length);

    /// <summary>[nv] velocities.</summary>
    public Span<double> Qvel => new(qvel, Model.Nv);

    /// <summary>[nu] controls.</summary>
    public Span<double> Ctrl => new(ctrl, Model.Nu);

    /// <summary>[nv] gravity and Coriolis forces.</summary>
    public ReadOnlySpan<double> QfrcBias => new(bias, Model.Nv);

    /// <summary>[nv, 6] how each velocity moves the centre of mass of its whole tree: rotation first, then translation.</summary>
    public ReadOnlySpan<double> HingeMotions => new(motions, 6 * Model.Nv);

    /// <summary>Whether <see cref="SparseMass"/> can be read; later releases keep the matrix in another order.</summary>
    public bool HasSparseMass => !massFromData;

    /// <summary>[nM] the mass matrix; <see cref="MjModel.MassAddress"/> says where its entries are.</summary>
    public ReadOnlySpan<double> SparseMass => new(mass, massSize);

    /// <summary>The contacts of the present positions.</summary>
    public MjContacts Contacts { get; }

    /// <summary>[3] a body's position [m].</summary>
    public ReadOnlySpan<double> Xpos(int body) => new(xpos + (3 * body), 3);

    /// <summary>[4] a body's orientation, w first.</summary>
    public ReadOnlySpan<double> Xquat(int body) => new(xquat + (4 * body), 4);

    /// <summary>[3] the centre of mass of a body with all that hangs from it [m].</summary>
    public ReadOnlySpan<double> SubtreeCentre(int body) => new(centres + (3 * body), 3);

    /// <summary>[3] a geom's position [m].</summary>
    public ReadOnlySpan<double> GeomPosition(int geom) => new(geomPosition + (3 * geom), 3);

    /// <summary>[3] a site's position [m].</summary>
    public ReadOnlySpan<double> SitePosition(int site) => new(sitePosition + (3 * site), 3);

    /// <summary>[9] a site's rotation matrix, row by row.</summary>
    public ReadOnlySpan<double> SiteRotation(int site) => new(siteRotation + (9 * site), 9);

    /// <summary>Back to the model's initial state.</summary>
    public void Reset() => functions.ResetData(model, Address);

    /// <summary>Back to a state of the model's list.</summary>
    public void ResetToKeyframe(int key) => functions.ResetDataKeyframe(model, Address, key);

    /// <summary>One physics step.</summary>
    public void Step() => functions.Step(model, Address);

    /// <summary>Everything that follows from positions and velocities alone.</summary>
    public void Step1()
    {
        Qpos.CopyTo(given);
        MocapQuat.CopyTo(givenMocap);
        functions.Step1(model, Address);
    }

    /// <summary>The rest of the step: forces, and the state moves on.</summary>
    public void Step2() => functions.Step2(model, Address);

    /// <summary>Everything that follows from the state; time stands still.</summary>
    public void Forward()
    {
        Qpos.CopyTo(given);
        MocapQuat.CopyTo(givenMocap);
        functions.Forward(model, Address);
    }

    /// <summary>The Jacobian of a site's translation and rotation.</summary>
    /// <param name="site">Which.</param>
    /// <param name="translation">[3, nv].</param>
    /// <param name="rotation">[3, nv].</param>
    public void JacobianOfSite(int site, Span<double> translation, Span<double> rotation)
    {
        CheckLength(translation, 3 * Model.Nv);
        CheckLength(rotation, 3 * Model.Nv);
        fixed (double* p = translation)
        fixed (double* r = rotation)
            functions.JacobianOfSite(model, Address, p, r, site);
    }

    /// <summary>The mass matrix.</summary>
    /// <param name="target">[nv, nv].</param>
    public void FullMass(Span<double> target)
    {
        CheckLength(target, Model.Nv * Model.Nv);
        fixed (double* t = target)
        {
            if (massFromData)
                functions.FullMassFromData(model, Address, t);
            else
                functions.FullMass(model, t, mass);
        }
    }

    /// <summary>How often MuJoCo has warned since the last reset, by its own name of the warning: <c>mjWARN_BADQPOS</c>.</summary>
    public int Warnings(string name) => WarningCount(Model.Library.Constant(name));

    /// <summary>Whether contacts or rows of constraints were left out since the last reset, for want of room.</summary>
    public bool RanOutOfRoom => WarningCount(contactsFull) + WarningCount(rowsFull) > 0;

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    // Each warning has its last detail and how often it was given.
    private int WarningCount(int warning) => warnings[(2 * warning) + 1];

    private static void CheckLength(Span<double> span, int length)
    {
        if (span.Length != length)
            throw new ArgumentException($"Needs {length} values, not {span.Length}.", nameof(span));
    }
}
