using System.Runtime.InteropServices;
using System.Text;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>What names in a model can name; the value is looked up in the headers.</summary>
internal enum MjObject
{
    Body,
    Joint,
    Geom,
    Site,
    Camera,
    Actuator,
    Key,
}

/// <summary>A compiled model. Members keep MuJoCo's names: <c>model.Doubles("body_mass")</c>.</summary>
internal sealed unsafe class MjModel : IDisposable
{
    private const int ErrorLength = 1024;
    private readonly SafeNative handle;

    private MjModel(MuJoCoLibrary library, byte* model)
    {
        Library = library;
        handle = new SafeNative((nint)model, m => library.Functions.DeleteModel((byte*)m));
        Nq = Size("nq");
        Nv = Size("nv");
        Nu = Size("nu");
        Na = Size("na");
        BodyCount = Size("nbody");
        Timestep = *Members.Member<double>("opt.timestep");
    }

    /// <summary>The library that made it.</summary>
    public MuJoCoLibrary Library { get; }

    /// <summary>The native model.</summary>
    public byte* Address => (byte*)handle.Address;

    /// <summary>Its members by name.</summary>
    public NativeStruct Members => new(Library.Model, Address);

    /// <summary>The number of positions.</summary>
    public int Nq { get; }

    /// <summary>The number of velocities.</summary>
    public int Nv { get; }

    /// <summary>The number of controls.</summary>
    public int Nu { get; }

    /// <summary>The number of activations.</summary>
    public int Na { get; }

    /// <summary>The number of bodies, the world included.</summary>
    public int BodyCount { get; }

    /// <summary>The duration of a physics step [s].</summary>
    public double Timestep { get; }

    /// <summary>[nq] the positions of the model as described.</summary>
    public Span<double> Qpos0 => Doubles("qpos0", Nq);

    /// <summary>[nbody] [kg].</summary>
    public Span<double> BodyMass => Doubles("body_mass", BodyCount);

    /// <summary>Compiles a description.</summary>
    /// <param name="library">MuJoCo.</param>
    /// <param name="xml">MJCF.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1604: MuJoCo refuses it.</exception>
    public static MjModel FromXml(MuJoCoLibrary library, string xml, string name = "model.xml")
    {
        lock (library.Compiler)
        {
            using VirtualFile file = new(library, name, Encoding.UTF8.GetBytes(xml));
            return Compile(library, name, file.System);
        }
    }

    /// <summary>Compiles a file.</summary>
    /// <param name="library">MuJoCo.</param>
    /// <param name="path">An MJCF file.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1604: there is no such file, or MuJoCo refuses it.</exception>
    public static MjModel FromFile(MuJoCoLibrary library, string path)
    {
        if (!File.Exists(path))
            throw MuJoCoErrors.ModelRefused($"'{path}'", "there is no such file");
        lock (library.Compiler)
            return Compile(library, path, null);
    }

    /// <summary>The index of something named.</summary>
    /// <exception cref="ArgumentException">The model has none of this name.</exception>
    public int Id(MjObject kind, string name)
    {
        fixed (byte* bytes = Utf8.Bytes(name))
        {
            int id = Library.Functions.NameToId(Address, Kind(kind), bytes);
            return id >= 0 ? id : throw new ArgumentException($"The model has no {kind} '{name}'.", nameof(name));
        }
    }

    /// <summary>The name of something; empty where it has none.</summary>
    public string Name(MjObject kind, int id) => Utf8.Text(Library.Functions.IdToName(Address, Kind(kind), id));

    /// <summary>Where a joint's positions begin in qpos.</summary>
    public int QposAddress(string joint) => Members.Array<int>("jnt_qposadr")[Id(MjObject.Joint, joint)];

    /// <summary>Where a joint's velocities begin in qvel.</summary>
    public int DofAddress(string joint) => Members.Array<int>("jnt_dofadr")[Id(MjObject.Joint, joint)];

    /// <summary>Whether a velocity moves a site.</summary>
    /// <param name="velocity">Its place in qvel.</param>
    /// <param name="site">The site.</param>
    public bool Moves(int velocity, int site)
    {
        int mover = Members.Array<int>("dof_bodyid")[velocity], body = Members.Array<int>("site_bodyid")[site];
        while (body > mover)
            body = Members.Array<int>("body_parentid")[body];
        return body == mover;
    }

    /// <summary>The body below the world that a site hangs from.</summary>
    public int RootOfSite(int site) => Members.Array<int>("body_rootid")[Members.Array<int>("site_bodyid")[site]];

    /// <summary>
    /// Where the sparse mass matrix has the entry of two velocities of one chain. A row begins with the diagonal and
    /// follows the chain down to the root.
    /// </summary>
    /// <exception cref="ArgumentException">Neither velocity moves what the other moves; the entry is zero and not kept.</exception>
    public int MassAddress(int velocity, int other)
    {
        (int outer, int inner) = (Math.Max(velocity, other), Math.Min(velocity, other));
        int place = Members.Array<int>("dof_Madr")[outer];
        for (int at = outer; at > inner; at = Members.Array<int>("dof_parentid")[at])
        {
            place++;
            if (Members.Array<int>("dof_parentid")[at] == inner)
                return place;
        }
        return outer == inner ? place : throw new ArgumentException($"Velocities {inner} and {outer} are on different chains.", nameof(velocity));
    }

    /// <summary>An array of the model.</summary>
    /// <param name="member">For example <c>geom_size</c>.</param>
    /// <param name="count">Its length, as MuJoCo documents it.</param>
    public Span<double> Doubles(string member, int count) => new(Members.Array<double>(member), count);

    /// <summary>A size of the model.</summary>
    public int Size(string member) => Members.Integer(member);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private int Kind(MjObject kind) => Library.Constant($"mjOBJ_{kind.ToString().ToUpperInvariant()}");

    private static MjModel Compile(MuJoCoLibrary library, string name, byte* files)
    {
        byte[] message = new byte[ErrorLength];
        fixed (byte* path = Utf8.Bytes(name))
        fixed (byte* error = message)
        {
            byte* model = library.Functions.LoadXml(path, files, error, ErrorLength);
            return model is not null ? new MjModel(library, model) : throw MuJoCoErrors.ModelRefused($"'{name}'", Utf8.Text(error));
        }
    }

    /// <summary>A file that exists only in memory; how it is made changed with 3.1.3.</summary>
    private sealed class VirtualFile : IDisposable
    {
        private readonly MuJoCoFunctions functions;

        public VirtualFile(MuJoCoLibrary library, string name, byte[] content)
        {
            functions = library.Functions;
            System = (byte*)NativeMemory.AllocZeroed((nuint)library.Header.SizeOf("mjVFS"));
            functions.DefaultVfs(System);
            fixed (byte* bytes = Utf8.Bytes(name))
            fixed (byte* data = content)
            {
                if (functions.AddBufferVfs is not null)
                    functions.AddBufferVfs(System, bytes, data, content.Length);
                else
                    AddByHand(library, bytes, content);
            }
        }

        public byte* System { get; }

        public void Dispose()
        {
            functions.DeleteVfs(System);
            NativeMemory.Free(System);
        }

        private void AddByHand(MuJoCoLibrary library, byte* name, byte[] content)
        {
            if (functions.MakeEmptyFileVfs(System, name, content.Length) != 0)
                throw MuJoCoErrors.ModelRefused("in memory", "its virtual file could not be made");
            NativeStruct files = new(library.Header.Struct("mjVFS"), System);
            byte** data = (byte**)files.Member<nint>("filedata");
            content.CopyTo(new Span<byte>(data[files.Integer("nfile") - 1], content.Length));
        }
    }
}
