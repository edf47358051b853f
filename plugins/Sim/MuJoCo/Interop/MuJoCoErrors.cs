using DiffOG.Diagnostics;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>What can go wrong between this machine and MuJoCo, in words; each id has a page under <c>docs/errors/</c>.</summary>
internal static class MuJoCoErrors
{
    /// <summary>The command that brings the library.</summary>
    public const string FetchCommand = "eng/native/fetch-mujoco.sh";

    public static DiffOGException NotFound(IEnumerable<string> looked) => new(
        "DOG1601", $"MuJoCo was not found. Looked for its library and its headers in: {string.Join("; ", looked)}.",
        $"Run {FetchCommand}, or set DIFFOG_MUJOCO to the folder of a MuJoCo release (the one with include/ and lib/ or bin/).");

    public static DiffOGException ChosenFolderIsWrong(string chosenBy, string folder, string missing) => new(
        "DOG1601", $"{chosenBy} names '{folder}' as MuJoCo's folder, but {missing}.",
        $"Name the folder of a MuJoCo release (the one with include/ and lib/ or bin/), or take the name away and run {FetchCommand}.");

    public static DiffOGException DoesNotLoad(string library, Exception cause) => new(
        "DOG1602", $"MuJoCo's library '{library}' does not load: {cause.Message.ReplaceLineEndings(" ")}",
        $"Run {FetchCommand} to bring it with all it needs, or install what the message names.", cause);

    public static DiffOGException HeadersDoNotFit(string library, string headers, string why, Exception? cause = null) => new(
        "DOG1603", $"The headers in '{headers}' do not fit MuJoCo's library '{library}': {why}.",
        "Keep library and headers of one release together: name its folder in DIFFOG_MUJOCO.", cause);

    public static DiffOGException ModelRefused(string what, string message) => new(
        "DOG1604", $"MuJoCo refuses the model {what}: {message.Trim().ReplaceLineEndings(" ")}.",
        "Correct the model, or use a MuJoCo release that understands it.");

    public static DiffOGException AnotherIsLoaded(string loaded, string wanted) => new(
        "DOG1605", $"MuJoCo is loaded from '{loaded}' already, so '{wanted}' cannot be used: one process holds one MuJoCo.",
        "Name the same folder for every task of an experiment.");

    public static DiffOGException NotSupported(int version, string library, string why) => new(
        "DOG1607", $"MuJoCo {SupportedReleases.NameOf(version)} in '{library}' is not used: {why}.",
        $"Name a release from {SupportedReleases.Range} in DIFFOG_MUJOCO, or run {FetchCommand}; for a newer one at your own risk, set {SupportedReleases.UncheckedVariable}=1.");

    public static DiffOGException CannotRender(IEnumerable<string> reasons) => new(
        "DOG1610", $"This machine cannot render pictures. Tried: {string.Join("; ", reasons)}.",
        $"Run {FetchCommand} and start through ./diffog, or install libegl1 and libgl1-mesa-dri, or libosmesa6; everything but pictures and video works without.");

    public static DiffOGException RenderingFailed(string why) => new(
        "DOG1611", $"A picture could not be rendered: {why}.",
        "Ask for a smaller picture, or run `diffog doctor` to check the renderer.");
}
