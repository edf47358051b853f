using static TorchSharp.torch;

namespace DiffOG.Policies.Act.Network;

/// <summary>What the network reads; normalised.</summary>
/// <param name="Robot">[B, S] what was observed of the robot, if anything.</param>
/// <param name="Environment">[B, V] what was observed of its surroundings, if anything.</param>
internal sealed record ActInputs(Tensor? Robot, Tensor? Environment);
