using DiffOG.Composition;
using DiffOG.Datasets;
using DiffOG.Datasets.Zarr;
using DiffOG.Testing.Contracts;

namespace DiffOG.Contracts.Tests;

public sealed class ZarrPluginContract : PluginContract<ZarrPlugin>;

public sealed class ZarrDatasetContract : DatasetContract, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("diffog-zarr-").FullName;

    protected override IDemonstrationDataset Open()
    {
        Write("data/action", [11, 2], Enumerable.Range(0, 22).Select(i => Math.Sin(i)));
        Write("data/state", [11, 3], Enumerable.Range(0, 33).Select(i => Math.Cos(i)));
        Write("meta/episode_ends", [2], [5, 11]);
        return new ZarrPlugin().Create(new ZarrOptions { Path = folder, Observations = [new ZarrObservation { Name = "state", Key = "state" }] }, new PluginContext());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string array, int[] shape, IEnumerable<double> values)
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, array)).FullName;
        string sizes = string.Join(',', shape);
        File.WriteAllText(Path.Combine(path, ".zarray"), $$"""{"zarr_format":2,"shape":[{{sizes}}],"chunks":[{{sizes}}],"dtype":"<f8","compressor":null,"fill_value":0,"order":"C","filters":null}""");
        byte[] bytes = [.. values.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(Path.Combine(path, string.Join('.', shape.Select(_ => "0"))), bytes);
    }
}
