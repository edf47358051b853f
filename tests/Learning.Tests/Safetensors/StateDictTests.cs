using DiffOG.Diagnostics;
using DiffOG.Learning.Diagnostics;
using DiffOG.Learning.Safetensors;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace DiffOG.Learning.Tests.Safetensors;

public sealed class StateDictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_module_is_restored_to_the_bit()
    {
        using IDisposable scope = NewDisposeScope();
        nn.Module saved = nn.Linear(3, 2);
        nn.Module loaded = nn.Linear(3, 2);
        StateDict.Save(folder["a"], StateDict.Of(saved, "model."));
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        StateDict.Load(file, StateDict.Of(loaded, "model."));
        foreach ((string name, Tensor tensor) in StateDict.Of(saved))
            Assert.True(tensor.equal(StateDict.Of(loaded)[name]).all().item<bool>(), name);
    }

    [Fact]
    public void All_differences_are_listed_at_once_and_nothing_is_changed()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor weight = ones(2, 2);
        StateDict.Save(folder["a"], new Dictionary<string, Tensor> { ["weight"] = zeros(2, 2), ["bias"] = zeros(3), ["extra"] = zeros(1), ["half"] = zeros(1, ScalarType.Float64) });
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        var targets = new Dictionary<string, Tensor> { ["weight"] = weight, ["bias"] = ones(4), ["half"] = ones(1), ["gain"] = ones(1) };
        DiffOGException error = Assert.Throws<DiffOGException>(() => StateDict.Load(file, targets));
        Assert.Equal("DOG1302", error.Id);
        Assert.Contains("mismatched: bias is F32 [3], the model wants F32 [4]", error.Message, StringComparison.Ordinal);
        Assert.Contains("mismatched: half is F64 [1], the model wants F32 [1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing: gain", error.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected: extra", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, weight.sum().item<float>());
    }

    [Fact]
    public void Views_that_are_not_contiguous_are_written_in_row_major_order()
    {
        using IDisposable scope = NewDisposeScope();
        StateDict.Save(folder["a"], new Dictionary<string, Tensor> { ["t"] = arange(6, ScalarType.Float32).reshape(2, 3).t() });
        using SafetensorsFile file = SafetensorsFile.Open(folder["a"]);
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], file.Read<float>("t"));
        Assert.Equal([3L, 2L], file.ReadTensor("t").shape);
    }
}
