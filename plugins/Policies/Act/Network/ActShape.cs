using DiffOG.Specs;

namespace DiffOG.Policies.Act.Network;

/// <summary>The sizes of a network.</summary>
/// <param name="Options">Those that do not depend on the task.</param>
/// <param name="RobotSize">S, the number of values observed of the robot; may be zero.</param>
/// <param name="EnvironmentSize">V, the number of values observed of its surroundings; may be zero.</param>
/// <param name="ActionSize">D.</param>
/// <param name="Cameras">Those it looks through.</param>
internal sealed record ActShape(ActOptions Options, int RobotSize, int EnvironmentSize, int ActionSize, IReadOnlyList<CameraSpec> Cameras)
{
    internal ActShape(ActOptions options, int robotSize, int environmentSize, int actionSize)
        : this(options, robotSize, environmentSize, actionSize, [])
    {
    }
}
