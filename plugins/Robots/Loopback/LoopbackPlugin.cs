using DiffOG.Composition;

namespace DiffOG.Robots.Loopback;

/// <summary>Announces the robot in memory.</summary>
[Plugin("loopback", "A robot in memory that goes exactly where it is told, within its limits.")]
public sealed class LoopbackPlugin : Plugin<IRobot, LoopbackOptions>
{
    /// <inheritdoc/>
    public override IRobot Create(LoopbackOptions options, PluginContext context) => new LoopbackRobot(options, TimeProvider.System);
}
