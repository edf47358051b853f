using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop.Loading;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

public sealed class LocatorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_named_folder_without_MuJoCo_is_refused_and_never_passed_over()
    {
        MakeRelease("fetched/.diffog/native/mujoco");
        string empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;
        DiffOGException error = Assert.Throws<DiffOGException>(() => Locator(variable: empty, home: "fetched").Locate());
        Assert.Equal("DOG1601", error.Id);
        Assert.StartsWith($"DIFFOG_MUJOCO names '{empty}' as MuJoCo's folder, but it holds neither ", error.Detail, StringComparison.Ordinal);
        Assert.Contains("eng/native/fetch-mujoco.sh", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_folder_that_does_not_exist_is_refused()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Locator(configured: Path.Combine(folder.Path, "nowhere")).Locate());
        Assert.Contains("The option mujocoFolder names", error.Detail, StringComparison.Ordinal);
        Assert.Contains("it does not exist", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_headers_is_refused_with_the_reason()
    {
        folder.Write("half/lib/libmujoco.so", "");
        DiffOGException error = Assert.Throws<DiffOGException>(() => Locator(variable: Path.Combine(folder.Path, "half")).Locate());
        Assert.Contains("it holds no include/mujoco/mujoco.h", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_found_every_place_is_listed()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Locator(home: "home", system: "system").Locate());
        Assert.Equal("DOG1601", error.Id);
        Assert.Contains(Path.Combine(folder.Path, "home", ".diffog", "native", "mujoco"), error.Detail, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder.Path, "system"), error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_are_taken_in_their_order()
    {
        string configured = MakeRelease("configured"), variable = MakeRelease("variable");
        MakeRelease("home/.diffog/native/mujoco");
        MakeRelease("system");
        Assert.StartsWith(configured, Locator(configured, variable, "home", "system").Locate().Library, StringComparison.Ordinal);
        Assert.StartsWith(variable, Locator(null, variable, "home", "system").Locate().Library, StringComparison.Ordinal);
        Assert.Contains(".diffog", Locator(null, null, "home", "system").Locate().Library, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(folder.Path, "system"), Locator(null, null, "nothing", "system").Locate().Library, StringComparison.Ordinal);
    }

    [Fact]
    public void The_repository_is_found_upward_from_the_program()
    {
        MakeRelease(".diffog/native/mujoco");
        string program = Directory.CreateDirectory(Path.Combine(folder.Path, "artifacts", "bin")).FullName;
        Assert.Contains(".diffog", new MuJoCoLocator { ProgramFolder = program }.Locate().Library, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpacked_packages_and_the_most_exact_name_are_understood()
    {
        folder.Write("deb/usr/lib/x86_64-linux-gnu/libmujoco.so", "");
        folder.Write("deb/usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2", "");
        folder.Write("deb/usr/include/mujoco/mujoco.h", "");
        MuJoCoLocation found = Locator(variable: Path.Combine(folder.Path, "deb")).Locate();
        Assert.EndsWith("libmujoco.so.2.2.2", found.Library, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("usr", "include"), found.Headers, StringComparison.Ordinal);
    }

    private string MakeRelease(string name)
    {
        folder.Write($"{name}/lib/libmujoco.so", "");
        folder.Write($"{name}/include/mujoco/mujoco.h", "");
        return Path.Combine(folder.Path, name);
    }

    private MuJoCoLocator Locator(string? configured = null, string? variable = null, string? home = null, string? system = null) => new()
    {
        Configured = configured,
        Variable = variable,
        Home = home is null ? null : Path.Combine(folder.Path, home),
        ProgramFolder = Path.Combine(folder.Path, "program"),
        SystemFolders = system is null ? [] : [Path.Combine(folder.Path, system)],
    };
}
