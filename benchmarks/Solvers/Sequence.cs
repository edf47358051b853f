using DiffOG.Solvers;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>Receding sequences: of every chunk some steps are executed, and the next one starts from the last of them.</summary>
internal static class Sequence
{
    /// <summary>The instances of a family: one sequence of an untrained layer, or one 'trained' and one 'initial'.</summary>
    /// <param name="family">The family.</param>
    /// <param name="count">How many.</param>
    /// <param name="solver">Says what is executed.</param>
    internal static Instance[] Make(Family family, int count, IQpSolver solver) => family.Untrained
        ? [.. Run(family, trained: false, count, solver)]
        : [.. Run(family, trained: true, count / 2, solver), .. Run(family, trained: false, count - (count / 2), solver)];

    private static IEnumerable<Instance> Run(Family family, bool trained, int count, IQpSolver solver)
    {
        var random = new Random(trained ? 1 : 2);
        var walk = new Walk((count * family.Executed) + family.Steps, family.Dimensions, random);
        var costs = new Costs(family, trained, random);
        var limits = new Limits(family, random);
        double[] previous = walk.Start;
        QpSolution? before = null;
        for (int k = 0; k < count; k++)
        {
            var problem = new QpProblem(costs.Draw(), walk.Linear(k * family.Executed, family.Steps), limits.After(previous)) { Definite = true };
            yield return new Instance(problem, before, family);
            before = solver.Solve([problem])[0];
            if (!before.HasPoint)
                throw new InvalidOperationException($"Instance {k} of {family.Name} ended with {before.Status}: {before.Detail}");
            previous = before.X.AsSpan((family.Executed - 1) * family.Dimensions, family.Dimensions).ToArray();
        }
    }
}
