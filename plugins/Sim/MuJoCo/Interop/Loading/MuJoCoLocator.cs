namespace DiffOG.Simulation.MuJoCo.Interop.Loading;

/// <summary>
/// Looks for MuJoCo: the configured folder, <c>DIFFOG_MUJOCO</c>, what <c>fetch-mujoco.sh</c> brought, the system. A
/// folder that a person named is used or refused, never passed over.
/// </summary>
internal sealed class MuJoCoLocator
{
    /// <summary>The folder of the options; null where none is named.</summary>
    public string? Configured { get; init; }

    /// <summary>The value of <c>DIFFOG_MUJOCO</c>.</summary>
    public string? Variable { get; init; }

    /// <summary>The value of <c>DIFFOG_HOME</c>: the folder that holds <c>.diffog</c>.</summary>
    public string? Home { get; init; }

    /// <summary>Where the program lies; <c>.diffog</c> is looked for from here upward.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>The system's trees.</summary>
    public IReadOnlyList<string> SystemFolders { get; init; } = [];

    /// <summary>A locator for this process.</summary>
    public static MuJoCoLocator OfThisProcess(string? configured) => new()
    {
        Configured = configured,
        Variable = Environment.GetEnvironmentVariable("DIFFOG_MUJOCO"),
        Home = Environment.GetEnvironmentVariable("DIFFOG_HOME"),
        ProgramFolder = AppContext.BaseDirectory,
        SystemFolders = OperatingSystem.IsWindows() ? [] : ["/usr", "/usr/local"],
    };

    /// <summary>Where MuJoCo lies.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1601: nowhere, or a named folder does not hold it.</exception>
    public MuJoCoLocation Locate()
    {
        if (!string.IsNullOrEmpty(Configured))
            return Chosen("The option mujocoFolder", Configured);
        if (!string.IsNullOrEmpty(Variable))
            return Chosen("DIFFOG_MUJOCO", Variable);
        List<string> looked = [];
        foreach (string folder in Candidates())
        {
            if (MuJoCoFolder.Find(folder, out string missing) is { } found)
                return found;
            looked.Add($"'{folder}' ({missing})");
        }
        throw MuJoCoErrors.NotFound(looked);
    }

    private static MuJoCoLocation Chosen(string chosenBy, string folder) =>
        MuJoCoFolder.Find(Path.GetFullPath(folder), out string missing) ?? throw MuJoCoErrors.ChosenFolderIsWrong(chosenBy, folder, missing);

    private IEnumerable<string> Candidates()
    {
        foreach (string home in Homes())
            yield return Path.Combine(home, ".diffog", "native", "mujoco");
        foreach (string folder in SystemFolders)
            yield return folder;
    }

    private IEnumerable<string> Homes()
    {
        if (!string.IsNullOrEmpty(Home))
            yield return Path.GetFullPath(Home);
        for (string? folder = ProgramFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, ".diffog", "native")))
            {
                yield return folder;
                yield break;
            }
        }
    }
}
