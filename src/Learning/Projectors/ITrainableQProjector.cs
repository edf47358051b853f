using DiffOG.Learning.Safetensors;
using DiffOG.Projectors;
using static TorchSharp.torch;

namespace DiffOG.Learning.Projectors;

/// <summary>A Q-projector that is trained through the quadratic program. Not thread-safe; one trainer owns it.</summary>
public interface ITrainableQProjector : IQProjector
{
    /// <summary>The module whose parameters are trained; stays the projector's.</summary>
    nn.Module Module { get; }

    /// <summary>Draws initial weights.</summary>
    /// <param name="seed">Of the weights.</param>
    void Initialise(long seed);

    /// <summary>The cost matrices, with gradients; the result belongs to the current dispose scope.</summary>
    /// <param name="chunks">[B, T, D] normalised, in the module's element type.</param>
    /// <returns>[B, n, n] symmetric positive definite.</returns>
    Tensor Forward(Tensor chunks);

    /// <summary>All weights, under the names of the reference.</summary>
    IReadOnlyDictionary<string, SafetensorsArray> ToArrays();

    /// <summary>Loads what <see cref="ToArrays"/> wrote.</summary>
    /// <param name="file">An open checkpoint.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1302: the checkpoint is of another shape; every difference is listed.</exception>
    void Load(SafetensorsFile file);
}
