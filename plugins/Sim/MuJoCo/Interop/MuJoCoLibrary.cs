using System.Runtime.InteropServices;
using DiffOG.Simulation.MuJoCo.Interop.Headers;
using DiffOG.Simulation.MuJoCo.Interop.Loading;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>
/// The loaded MuJoCo: its functions, and the layout of its structs as its headers give it. A process holds one, for its
/// handlers and its rendering are global; that is the only state that is not owned by a model or by data.
/// </summary>
internal sealed class MuJoCoLibrary
{
    private static readonly Lock Gate = new();
    private static readonly string[] Dependencies = ["libccd", "liblodepng", "libqhull_r", "libtinyxml2"];
    private static readonly string[] Structs = ["mjModel", "mjData", "mjContact", "mjVFS", "mjvCamera", "mjvOption", "mjvScene", "mjrContext"];
    private static MuJoCoLibrary? loaded;

    private MuJoCoLibrary(MuJoCoLocation location)
    {
        Location = location;
        nint handle = Load(location.Library);
        Version = VersionOf(handle, location);
        Functions = Bind(handle, location);
        Header = ReadHeaders(location);
        CheckHeaders();
        CStruct[] layouts = [.. Structs.Select(Understood)];
        (Model, Data, Contact) = (layouts[0], layouts[1], layouts[2]);
        MuJoCoFatal.Install(handle);
    }

    /// <summary>Where it was loaded from.</summary>
    public MuJoCoLocation Location { get; }

    /// <summary>The functions.</summary>
    public MuJoCoFunctions Functions { get; }

    /// <summary>Constants and layouts.</summary>
    public CHeader Header { get; }

    /// <summary>The layout of <c>mjModel</c>.</summary>
    public CStruct Model { get; }

    /// <summary>The layout of <c>mjData</c>.</summary>
    public CStruct Data { get; }

    /// <summary>The layout of <c>mjContact</c>.</summary>
    public CStruct Contact { get; }

    /// <summary>The version as the library counts: 222 is 2.2.2, 3005000 is 3.5.0.</summary>
    public int Version { get; }

    /// <summary>The version as people write it.</summary>
    public string VersionName => SupportedReleases.NameOf(Version);

    /// <summary>The library where it is loaded by now; null where nobody asked for it.</summary>
    public static MuJoCoLibrary? Loaded
    {
        get
        {
            lock (Gate)
                return loaded;
        }
    }

    /// <summary>The compiler of models keeps global state, so models are made one at a time.</summary>
    public Lock Compiler { get; } = new();

    /// <summary>The library, loaded at the first call.</summary>
    /// <param name="configured">The folder of the options; null: found.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1601 to DOG1603, DOG1605.</exception>
    public static MuJoCoLibrary Open(string? configured = null)
    {
        lock (Gate)
        {
            if (loaded is not null && string.IsNullOrEmpty(configured))
                return loaded;
            MuJoCoLocation location = MuJoCoLocator.OfThisProcess(configured).Locate();
            loaded ??= new MuJoCoLibrary(location);
            return loaded.Location == location ? loaded : throw MuJoCoErrors.AnotherIsLoaded(loaded.Location.Library, location.Library);
        }
    }

    /// <summary>An enumerator or macro of the headers.</summary>
    public int Constant(string name) => Header.Constant(name);

    // All that is used is checked here, so that headers which are not understood are refused before anything runs.
    private CStruct Understood(string name)
    {
        try
        {
            CStruct found = Header.Struct(name);
            found.Find("");
            return found;
        }
        catch (FormatException cause)
        {
            throw MuJoCoErrors.HeadersDoNotFit(Location.Library, Location.Headers, cause.Message.TrimEnd('.'), cause);
        }
    }

    // The library names its dependencies without saying where they lie; loaded first, by full path, they are found.
    private static nint Load(string library)
    {
        try
        {
            foreach (string dependency in Directory.GetFiles(Path.GetDirectoryName(library)!).Order(StringComparer.Ordinal))
            {
                if (Dependencies.Any(d => Path.GetFileName(dependency).StartsWith(d + ".so", StringComparison.Ordinal)))
                    NativeLibrary.Load(dependency);
            }
            return NativeLibrary.Load(library);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw MuJoCoErrors.DoesNotLoad(library, cause);
        }
    }

    private static MuJoCoFunctions Bind(nint handle, MuJoCoLocation location)
    {
        try
        {
            return new MuJoCoFunctions(handle);
        }
        catch (EntryPointNotFoundException cause)
        {
            throw MuJoCoErrors.DoesNotLoad(location.Library, cause);
        }
    }

    private static CHeader ReadHeaders(MuJoCoLocation location)
    {
        try
        {
            return CHeader.Read(location.Headers, "mujoco/mujoco.h");
        }
        catch (Exception cause) when (cause is IOException or FormatException or UnauthorizedAccessException)
        {
            throw MuJoCoErrors.HeadersDoNotFit(location.Library, location.Headers, cause.Message.TrimEnd('.'), cause);
        }
    }

    // Asked before anything else: a release that is not used may lack what is bound, and its headers may not be understood.
    private static unsafe int VersionOf(nint handle, MuJoCoLocation location)
    {
        if (!NativeLibrary.TryGetExport(handle, "mj_version", out nint function))
            throw MuJoCoErrors.DoesNotLoad(location.Library, new EntryPointNotFoundException("it has no function mj_version."));
        int version = ((delegate* unmanaged<int>)function)();
        bool uncheckedToo = Environment.GetEnvironmentVariable(SupportedReleases.UncheckedVariable) is { Length: > 0 } and not "0";
        return SupportedReleases.WhyNot(version, uncheckedToo) is { } why ? throw MuJoCoErrors.NotSupported(version, location.Library, why) : version;
    }

    // With headers of another release, fields would be read as garbage long before anything crashes.
    private void CheckHeaders()
    {
        int headers = Header.HasConstant("mjVERSION_HEADER") ? Header.Constant("mjVERSION_HEADER") : 0;
        if (headers != Version)
            throw MuJoCoErrors.HeadersDoNotFit(Location.Library, Location.Headers, $"the library is {VersionName}, the headers are of {SupportedReleases.NameOf(headers)}");
        if (SupportedReleases.WhyNot(Header) is { } why)
            throw MuJoCoErrors.NotSupported(Version, Location.Library, why);
    }
}
