namespace DiffOG.EndToEnd.Tests;

/// <summary>A folder with an experiment that takes seconds.</summary>
internal sealed class Tiny : IDisposable
{
    private const string Experiment = """
        {
          "name": "tiny",
          "task": { "id": "mujoco/lift", "options": { "maxSteps": 100 } },
          "collect": { "episodes": 3 },
          "policy": { "id": "diffusion", "options": { "horizon": 8, "executedSteps": 4, "channels": [16, 32], "stepEmbedding": 16, "trainSteps": 20, "inferenceSteps": 2 } },
          "train": { "steps": 60, "batchSize": 8, "warmupSteps": 5, "validateEvery": 30, "checkpointEvery": 10, "validationRatio": 0.34, "accumulate": 2, "rollouts": { "every": 20, "episodes": 2, "keep": 2 } },
          "layer": { "projector": { "id": "transformer", "options": { "embedSize": 16, "feedForward": 16 } } },
          "refine": { "steps": 6, "batchSize": 4, "warmupSteps": 1, "validateEvery": 6, "checkpointEvery": 2 },
          "refiners": [{ "id": "none" }, { "id": "clip" }, { "id": "diffog", "label": "ours" }],
          "evaluate": { "episodes": 2, "videos": 0 }
        }
        """;

    internal Tiny() => File.WriteAllText(this["tiny.json"], Experiment);

    internal string Folder { get; } = Directory.CreateTempSubdirectory("diffog-e2e-").FullName;

    internal string this[string path] => Path.Combine(Folder, path);

    /// <summary>The only run there is.</summary>
    internal string TheRun => Directory.GetDirectories(this["runs"]).Single();

    internal Ended Diffog(params string[] arguments) => EndToEnd.Tests.Diffog.Run(Folder, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
