namespace DiffOG.Learning.Natives;

/// <summary>Counts tensors for tests that nothing is left behind. Linked into test projects by <c>eng/Torch.targets</c>.</summary>
internal static class LiveTensors
{
    /// <summary>Living tensors, after those that only wait for the collector are gone: it may come at any time, and would hide or feign a leak.</summary>
    internal static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }
}
