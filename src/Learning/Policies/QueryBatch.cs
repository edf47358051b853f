using DiffOG.Policies;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>Queries as tensors.</summary>
internal static class QueryBatch
{
    /// <summary>The batch that a policy's network is asked; raw, it belongs to the current dispose scope.</summary>
    /// <exception cref="ArgumentException">There is no query, or one does not have what the policy reads.</exception>
    internal static ObservationBatch Of(IReadOnlyList<PolicyQuery> queries, PolicySpec spec, Device device)
    {
        if (queries.Count == 0)
            throw new ArgumentException("A policy needs at least one query.", nameof(queries));
        foreach (PolicyQuery query in queries)
            Check(query, spec);
        float[] values = [.. queries.SelectMany(q => q.History).SelectMany(o => o.Values).Select(v => (float)v)];
        return new ObservationBatch(
            tensor(values, [queries.Count, spec.ObservationSteps, spec.Observations.Size], device: device),
            spec.Observations.Cameras.ToDictionary(c => c.Name, c => Pictures(queries, spec.ObservationSteps, c).to(device)))
        {
            Previous = [.. queries.Select(q => q.Previous)],
        };
    }

    private static Tensor Pictures(IReadOnlyList<PolicyQuery> queries, int steps, CameraSpec camera)
    {
        byte[] all = new byte[queries.Count * steps * camera.Bytes];
        int next = 0;
        foreach (Observation observation in queries.SelectMany(q => q.History))
        {
            observation.Images[camera.Name].Rgb.CopyTo(all, next);
            next += camera.Bytes;
        }
        return tensor(all, [queries.Count, steps, camera.Height, camera.Width, 3]);
    }

    private static void Check(PolicyQuery query, PolicySpec spec)
    {
        if (query.History.Count != spec.ObservationSteps)
            throw new ArgumentException($"A query has {query.History.Count} observations; the policy reads {spec.ObservationSteps}.", nameof(query));
        foreach (Observation observation in query.History)
        {
            if (observation.Values.Length != spec.Observations.Size)
                throw new ArgumentException($"An observation has {observation.Values.Length} values; the policy reads {spec.Observations.Size}.", nameof(query));
            foreach (CameraSpec camera in spec.Observations.Cameras)
                Check(observation.Images.GetValueOrDefault(camera.Name), camera);
        }
    }

    private static void Check(Image? picture, CameraSpec camera)
    {
        if (picture is null)
            throw new ArgumentException($"An observation has no picture of '{camera.Name}', which the policy reads.");
        if (picture.Width != camera.Width || picture.Height != camera.Height)
            throw new ArgumentException($"A picture of '{camera.Name}' has {picture.Width}×{picture.Height} pixels; the policy reads {camera.Width}×{camera.Height}.");
    }
}
