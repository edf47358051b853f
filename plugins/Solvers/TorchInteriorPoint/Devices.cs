using System.Globalization;
using DiffOG.Diagnostics;
using DiffOG.Learning.Natives;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Solvers.TorchInteriorPoint;

/// <summary>Devices by their names in settings.</summary>
internal static class Devices
{
    private const string Cuda = "cuda";

    /// <summary>The device.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="DiffOGException">DOG1860: libtorch sees no such device.</exception>
    internal static Device Open(string name)
    {
        if (!name.StartsWith(Cuda, StringComparison.Ordinal))
            return CPU;
        Require(name, cuda.is_available() ? cuda.device_count() : 0);
        return new Device(name);
    }

    /// <summary>Refuses a CUDA device that is not among those found.</summary>
    /// <param name="name"><c>cuda</c> or <c>cuda:1</c>.</param>
    /// <param name="found">How many CUDA devices there are.</param>
    internal static void Require(string name, int found)
    {
        int number = name.Length > Cuda.Length ? int.Parse(name.AsSpan(Cuda.Length + 1), CultureInfo.InvariantCulture) : 0;
        if (number < found)
            return;
        string seen = found switch
        {
            0 => "no CUDA device",
            1 => "one CUDA device, cuda:0",
            _ => $"{found} CUDA devices, cuda:0 to cuda:{found - 1}",
        };
        throw new DiffOGException(
            "DOG1860",
            $"The solver torch-interior-point is set to the device '{name}', and the libtorch in use sees {seen}.",
            $"Set 'device' to cpu or to a device that exists, or point {TorchLocation.Variable} at a libtorch that is built for CUDA.");
    }
}
