using DiffOG.Composition;
using DiffOG.Robots;
using DiffOG.Robots.Loopback;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class LoopbackPluginContract : PluginContract<LoopbackPlugin>;

public sealed class LoopbackRobotContract : RobotContract
{
    protected override IRobot Create() => new LoopbackPlugin().Create(new LoopbackOptions(), new PluginContext());
}
