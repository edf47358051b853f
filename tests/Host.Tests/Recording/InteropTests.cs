using DiffOG.Specs;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DiffOG.Simulation;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Recording;

/// <summary>What the HDF Group's own library makes of our files; only where its tools are installed.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void h5dump_reads_what_is_recorded()
    {
        Assert.SkipWhen(Ran("h5dump", "--version") is null, "h5dump is not installed (Debian: hdf5-tools).");
        string file = folder["point.hdf5"];
        Point.Collect(file, 11);
        string tree = Ran("h5dump", "-n", "1", file)!;
        foreach (string line in (string[])["dataset    /data/demo_10/next_obs/position", "attribute  /data/env_args", "attribute  /data/demo_0/num_samples", "dataset    /mask/valid"])
            Assert.Contains(line, tree, StringComparison.Ordinal);
        double[] read = [.. Ran("h5dump", "-y", "-w", "1", "-m", "%.17g", "-d", "/data/demo_10/actions", file)!.Split('\n')
            .Select(l => l.Trim().TrimEnd(',')).Where(l => l.Length > 0 && (char.IsAsciiDigit(l[0]) || l[0] == '-')).Select(l => double.Parse(l, CultureInfo.InvariantCulture))];
        using NativeFile ours = H5File.OpenRead(file);
        Assert.Equal(ours.Dataset("data/demo_10/actions").Read<double[]>(), read);
    }

    [Fact]
    public void h5py_reads_what_is_recorded_as_robomimic_does()
    {
        const string Script = """
            import h5py, json, sys
            f = h5py.File(sys.argv[1], "r")
            args = json.loads(f["data"].attrs["env_args"])
            train = [e.decode("utf-8") for e in f["mask/train"][:]]
            demos = sorted(f["data"].keys(), key=lambda k: int(k[5:]))
            assert f["data"].attrs["total"] == sum(f["data/%s" % d].attrs["num_samples"] for d in demos)
            print(args["env_name"], args["env_kwargs"]["control_freq"], len(train), demos[-1], f["data/demo_0/dones"].dtype, f["data/demo_0/obs/position"].dtype)
            """;
        Assert.SkipWhen(Ran("python3", "-c", "import h5py") is null, "python3 has no h5py (Debian: python3-h5py).");
        Point.Collect(folder["point.hdf5"], 11);
        Assert.Equal("point 20 10 demo_10 int64 float64\n", Ran("python3", "-c", Script, folder["point.hdf5"]));
    }

    [Fact]
    public void h5py_reads_compressed_pictures()
    {
        const string Script = """
            import h5py, sys
            d = h5py.File(sys.argv[1], "r")["data/demo_1/obs/top_image"]
            print(d.dtype, d.chunks, d.compression, d.shape[0], sum(int(v) * (1 + i % 251) for i, v in enumerate(d[:].ravel())))
            """;
        Assert.SkipWhen(Ran("python3", "-c", "import h5py") is null, "python3 has no h5py (Debian: python3-h5py).");
        (string recording, string images) = (folder["point.hdf5"], folder["images.hdf5"]);
        Point.Collect(recording, 2);
        Point.Render(recording, images, [new CameraSpec("top", 8, 6)], compressed: true);
        using NativeFile ours = H5File.OpenRead(images);
        byte[] pictures = ours.Dataset("data/demo_1/obs/top_image").Read<byte[]>();
        long sum = pictures.Select((v, i) => (long)v * (1 + (i % 251))).Sum();
        Assert.Equal(FormattableString.Invariant($"uint8 (1, 6, 8, 3) gzip {pictures.Length / 144} {sum}\n"), Ran("python3", "-c", Script, images));
    }

    /// <summary>What a program says; null where it is not there, or fails.</summary>
    private static string? Ran(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
