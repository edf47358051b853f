using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Tasks.Can;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Can;

public sealed class CanExpertTests
{
    [Fact]
    public void The_expert_brings_the_can_there_and_leaves_it_there()
    {
        using CanTask task = CanTests.Task();
        for (int seed = 0; seed < 5; seed++)
        {
            bool[] success = [.. Play(task, seed, steps: 230)];
            Assert.InRange(Array.IndexOf(success, true), 80, 200);
            Assert.True(success[^1], $"Seed {seed} lost it again.");
        }
    }

    [Fact]
    public void A_can_that_lies_is_grasped_across()
    {
        using CanTask task = CanTests.Task();
        Assert.Contains(true, Play(task, seed: 3, steps: 300, () =>
        {
            Span<double> qpos = task.Physics.Data.Qpos[task.Physics.Model.QposAddress("can")..];
            new Vector3D(0.12, -0.2, 0.846).CopyTo(qpos);
            QuaternionD.FromVector(new Vector3D(1, 1.2, 0)).CopyTo(qpos[3..]);
        }));
    }

    [Fact]
    public void Seeds_differ_in_more_than_trembling()
    {
        using CanTask task = CanTests.Task();
        Vector3D[] ends = [.. Enumerable.Range(0, 3).Select(seed =>
        {
            _ = Play(task, seed, steps: 200, () => new Vector3D(0.1, -0.25, 0.86).CopyTo(task.Physics.Data.Qpos[task.Physics.Model.QposAddress("can")..])).Last();
            return task.Can.Position;
        })];
        Assert.True((ends[0] - ends[1]).Length > 0.002 && (ends[1] - ends[2]).Length > 0.002);
    }

    /// <summary>Plays an episode of the expert, and tells after each step whether the task is fulfilled.</summary>
    internal static IEnumerable<bool> Play(CanTask task, long seed, int steps, Action? change = null)
    {
        task.Physics.Reset(() =>
        {
            task.Initialise(seed);
            change?.Invoke();
        });
        task.Begin();
        IDemonstrator expert = task.CreateDemonstrator(seed)!;
        for (int i = 0; i < steps; i++)
        {
            task.Command(expert.Act());
            task.Physics.Advance(task.Substep);
            yield return task.Judge().Success;
        }
    }
}
