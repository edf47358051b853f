using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>What the network reads; normalised.</summary>
/// <param name="Robot">[B, S] what was observed of the robot, if anything.</param>
/// <param name="Environment">[B, V] what was observed of its surroundings, if anything.</param>
/// <param name="Pictures">By camera: [B, 3, H, W].</param>
internal sealed record ActInputs(Tensor? Robot, Tensor? Environment, IReadOnlyDictionary<string, Tensor> Pictures)
{
    internal ActInputs(Tensor? robot, Tensor? environment)
        : this(robot, environment, new Dictionary<string, Tensor>())
    {
    }
}
