using System.Composition;
using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;

namespace DiffOG.Simulation.MuJoCo;

/// <summary>What <c>diffog doctor</c> is told of MuJoCo and of rendering.</summary>
[Export(typeof(ISelfCheck))]
public sealed class MuJoCoSelfCheck : ISelfCheck
{
    private const string Fetch = "eng/native/fetch-mujoco.sh";

    /// <inheritdoc/>
    public IEnumerable<SelfCheckResult> Check() => [Library(), Rendering()];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> LoadedVersions => MuJoCoLibrary.Loaded is { } library
        ? new Dictionary<string, string> { ["MuJoCo"] = library.VersionName }
        : [];

    private static SelfCheckResult Library()
    {
        try
        {
            MuJoCoLibrary library = MuJoCoLibrary.Open();
            return new SelfCheckResult("MuJoCo", SelfCheckStatus.Fine, $"{library.VersionName} in {library.Location.Library}");
        }
        catch (DiffOGException cause)
        {
            return new SelfCheckResult("MuJoCo", SelfCheckStatus.Missing, $"{cause.Detail} ({cause.Id})", Fetch);
        }
    }

    private static SelfCheckResult Rendering()
    {
        try
        {
            return RenderThread.Shared.ContextName is { } name
                ? new SelfCheckResult("rendering", SelfCheckStatus.Fine, name)
                : new SelfCheckResult("rendering", SelfCheckStatus.Optional, "no off-screen renderer; everything but pictures and films works without", Fetch);
        }
        catch (DiffOGException cause)
        {
            return new SelfCheckResult("rendering", SelfCheckStatus.Optional, $"{cause.Detail} ({cause.Id})", Fetch);
        }
    }
}
