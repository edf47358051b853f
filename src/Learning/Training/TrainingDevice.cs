using DiffOG.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>Where a network is trained.</summary>
public enum DeviceChoice
{
    /// <summary>On the first CUDA device that Torch finds, else on the processor.</summary>
    Auto,

    /// <summary>On the processor; the only device on which a resumed run is exact to the bit.</summary>
    Cpu,

    /// <summary>On the first CUDA device.</summary>
    Cuda,
}

/// <summary>Finds the device of a choice.</summary>
public static class TrainingDevice
{
    /// <summary>Requires that the device of a choice is there.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <exception cref="DiffOGException">DOG1314: CUDA was asked for, and Torch finds none.</exception>
    public static void Require(DeviceChoice choice) => TypeOf(choice, cuda.is_available);

    /// <summary>The device of a choice.</summary>
    /// <exception cref="DiffOGException">DOG1314: CUDA was asked for, and Torch finds none.</exception>
    internal static Device Of(DeviceChoice choice) => device(TypeOf(choice, cuda.is_available));

    /// <summary>The kind of device of a choice.</summary>
    /// <param name="choice">What was asked for.</param>
    /// <param name="available">Whether CUDA is there; asked only where the choice depends on it.</param>
    /// <exception cref="DiffOGException">DOG1314.</exception>
    internal static DeviceType TypeOf(DeviceChoice choice, Func<bool> available) => choice switch
    {
        DeviceChoice.Cpu => DeviceType.CPU,
        _ when available() => DeviceType.CUDA,
        DeviceChoice.Auto => DeviceType.CPU,
        _ => throw TrainingErrors.NoCuda(),
    };
}
