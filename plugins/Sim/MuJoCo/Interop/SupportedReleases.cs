using DiffOG.Simulation.MuJoCo.Interop.Headers;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>
/// Which releases of MuJoCo are used. Layouts come from the headers, and so do the types of functions; but what a function
/// means can change without either, so releases later than those that were checked are refused until a person says that
/// they are wanted.
/// </summary>
internal static class SupportedReleases
{
    /// <summary>The variable by which a person says so.</summary>
    public const string UncheckedVariable = "DIFFOG_MUJOCO_UNCHECKED";

    /// <summary>What messages and pages call the range.</summary>
    public const string Range = "2.2 to 3.12";

    private const int Oldest = 220, NewestMajor = 3, NewestMinor = 12;
    // From 3.5.0 on a part has three digits, before it had one.
    private const int ThreeDigits = 1_000_000;

    private static readonly (string Function, string[] Types)[] Known =
    [
        ("mj_version", ["int (void)"]),
        ("mj_loadXML", ["mjModel* (char*, mjVFS*, char*, int)"]),
        ("mj_deleteModel", ["void (mjModel*)"]),
        ("mj_makeData", ["mjData* (mjModel*)"]),
        ("mj_deleteData", ["void (mjData*)"]),
        ("mj_resetData", ["void (mjModel*, mjData*)"]),
        ("mj_resetDataKeyframe", ["void (mjModel*, mjData*, int)"]),
        ("mj_forward", ["void (mjModel*, mjData*)"]),
        ("mj_step", ["void (mjModel*, mjData*)"]),
        ("mj_step1", ["void (mjModel*, mjData*)"]),
        ("mj_step2", ["void (mjModel*, mjData*)"]),
        ("mj_name2id", ["int (mjModel*, int, char*)"]),
        ("mj_id2name", ["char* (mjModel*, int, int)"]),
        ("mj_jacSite", ["void (mjModel*, mjData*, mjtNum*, mjtNum*, int)"]),
        ("mj_jacBody", ["void (mjModel*, mjData*, mjtNum*, mjtNum*, int)"]),
        ("mj_fullM", [MassOfMatrix, MassOfData]),
        ("mj_contactForce", ["void (mjModel*, mjData*, int, mjtNum*)"]),
        ("mj_defaultVFS", ["void (mjVFS*)"]),
        ("mj_deleteVFS", ["void (mjVFS*)"]),
        ("mjv_defaultCamera", ["void (mjvCamera*)"]),
        ("mjv_defaultOption", ["void (mjvOption*)"]),
        ("mjv_defaultScene", ["void (mjvScene*)"]),
        ("mjv_makeScene", ["void (mjModel*, mjvScene*, int)"]),
        ("mjv_freeScene", ["void (mjvScene*)"]),
        ("mjv_updateScene", ["void (mjModel*, mjData*, mjvOption*, mjvPerturb*, mjvCamera*, int, mjvScene*)"]),
        ("mjr_defaultContext", ["void (mjrContext*)"]),
        ("mjr_makeContext", ["void (mjModel*, mjrContext*, int)"]),
        ("mjr_freeContext", ["void (mjrContext*)"]),
        ("mjr_setBuffer", ["void (int, mjrContext*)"]),
        ("mjr_render", ["void (mjrRect, mjvScene*, mjrContext*)"]),
        ("mjr_readPixels", ["void (unsigned char*, float*, mjrRect, mjrContext*)"]),
        ("mjr_getError", ["int (void)"]),
    ];

    // One of these two is declared, the other is not.
    private static readonly (string Function, string Types)[] KnownWhereDeclared =
    [
        ("mj_makeEmptyFileVFS", "int (mjVFS*, char*, int)"),
        ("mj_addBufferVFS", "int (mjVFS*, char*, void*, int)"),
    ];

    /// <summary>Up to 3.9, <c>mj_fullM</c> writes out a sparse matrix that it is given.</summary>
    public const string MassOfMatrix = "void (mjModel*, mjtNum*, mjtNum*)";

    /// <summary>From 3.10 on, it takes the data instead, in the place of the target.</summary>
    public const string MassOfData = "void (mjModel*, mjData*, mjtNum*)";

    /// <summary>A version as people write it: 3.5.0.</summary>
    /// <param name="version">As the library counts: 222 is 2.2.2, 3005000 is 3.5.0.</param>
    public static string NameOf(int version)
    {
        (int major, int minor, int patch) = Parts(version);
        return FormattableString.Invariant($"{major}.{minor}.{patch}");
    }

    /// <summary>Why a release is not used; null where it is.</summary>
    /// <param name="version">As the library counts.</param>
    /// <param name="uncheckedToo">Whether a person wants releases that were not checked.</param>
    public static string? WhyNot(int version, bool uncheckedToo)
    {
        (int major, int minor, _) = Parts(version);
        if (version < Oldest)
            return $"it is older than {Range[..3]}, the oldest release that can be used";
        bool newer = major > NewestMajor || (major == NewestMajor && minor > NewestMinor);
        return newer && !uncheckedToo ? $"it is newer than {NewestMajor}.{NewestMinor}, the newest release that was checked, and what a function means may have changed since" : null;
    }

    /// <summary>Why headers cannot be bound to, however their release is called; null where they can.</summary>
    /// <param name="header">The headers.</param>
    public static string? WhyNot(CHeader header)
    {
        if (header.SizeOf("mjtNum") != sizeof(double))
            return "it is built to compute in single precision";
        foreach ((string function, string[] types) in Known)
        {
            if (header.Function(function) is not { } declared)
                return $"its headers declare no {function}";
            if (!types.Contains(declared))
                return $"its headers declare {function} as {declared}, not as {string.Join(" or ", types)}";
        }
        return KnownWhereDeclared.Where(k => header.Function(k.Function) is { } declared && declared != k.Types)
            .Select(k => $"its headers declare {k.Function} as {header.Function(k.Function)}, not as {k.Types}").FirstOrDefault();
    }

    private static (int Major, int Minor, int Patch) Parts(int version) => version < ThreeDigits
        ? (version / 100, version / 10 % 10, version % 10)
        : (version / 1_000_000, version / 1000 % 1000, version % 1000);
}
