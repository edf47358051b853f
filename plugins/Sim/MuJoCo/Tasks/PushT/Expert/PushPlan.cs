namespace DiffOG.Simulation.MuJoCo.Tasks.PushT.Expert;

/// <summary>A push: where the tip begins and in which direction it goes.</summary>
/// <param name="Start">[px].</param>
/// <param name="Direction">[rad] from x towards y.</param>
/// <param name="Way">How the tip gets to the start.</param>
internal sealed record PushPlan(PlanarPoint Start, double Direction, PlanarPoint[] Way);

/// <summary>How a push would end.</summary>
/// <param name="Error">What is wrong with the block then, see <see cref="PushSearch.Error"/>.</param>
/// <param name="Steps">After how many control steps that is least.</param>
/// <param name="Block">Where the block is then.</param>
/// <param name="Tip">Where the tip is then.</param>
internal readonly record struct PushEnd(double Error, int Steps, PlanarPose Block, PlanarPoint Tip);
