using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;

namespace DiffOG.Simulation.MuJoCo.Tests.Robots;

/// <summary>The world of Lift, for tests of its arm.</summary>
internal static class PandaWorld
{
    public static readonly string[] Joints = [.. Enumerable.Range(1, 7).Select(i => $"robot0_joint{i}")];

    public static LiftTask Task(ArmControl control = ArmControl.EndEffectorDelta)
    {
        LiftTask task = new(Needs.MuJoCo(), new LiftOptions { Control = control });
        task.Physics.Reset(() => task.Initialise(11));
        task.Begin();
        return task;
    }

    public static ISimulator Simulator(ArmControl control)
    {
        Needs.MuJoCo();
        return new LiftPlugin().Create(new LiftOptions { Control = control }, new PluginContext());
    }

    /// <summary>A posture away from the home, moving.</summary>
    public static void Disturb(LiftTask task)
    {
        double[] angles = [0.3, 0.5, -0.4, -2.1, 0.35, 2.4, 1.1], speeds = [0.2, -0.3, 0.25, 0.4, -0.5, 0.3, 0.6];
        MjData data = task.Physics.Data;
        for (int j = 0; j < 7; j++)
        {
            data.Qpos[data.Model.QposAddress(Joints[j])] = angles[j];
            data.Qvel[data.Model.DofAddress(Joints[j])] = speeds[j];
        }
        data.Step1();
    }
}
