using DiffOG.Actions;
using DiffOG.Learning.Normalisation;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Policies;

/// <summary>Which normalisers a policy fits.</summary>
/// <param name="Observations">For observed values.</param>
/// <param name="Actions">For actions.</param>
/// <param name="Colours">For pictures.</param>
public sealed record NormaliserChoice(NormaliserKind Observations, NormaliserKind Actions, ColourNormaliserKind Colours = ColourNormaliserKind.Range);

/// <summary>The maps between raw and normalised values of one policy.</summary>
/// <param name="Observations">[O].</param>
/// <param name="Actions">[D].</param>
/// <param name="Colours">By camera: red, green, blue, 0 to 1.</param>
public sealed record PolicyNormalisers(LinearNormaliser Observations, LinearNormaliser Actions, IReadOnlyDictionary<string, LinearNormaliser> Colours)
{
    /// <summary>How the reference begins the names of normalisers.</summary>
    public const string Prefix = "normalizer.params_dict.";

    private const string ActionName = "action";
    private const string ObservationName = "obs";
    private const double LargestByte = 255;

    /// <summary>Fits normalisers to demonstrations.</summary>
    /// <param name="choice">Which.</param>
    /// <param name="statistics">What was seen.</param>
    /// <param name="cameras">Those the policy reads.</param>
    public static PolicyNormalisers Fit(NormaliserChoice choice, DemonstrationStatistics statistics, IReadOnlyList<CameraSpec> cameras) => new(
        LinearNormaliser.Fit(choice.Observations, statistics.Observations),
        LinearNormaliser.Fit(choice.Actions, statistics.Actions),
        cameras.ToDictionary(c => c.Name, c => LinearNormaliser.FitColours(choice.Colours, statistics.Colours[c.Name])));

    /// <summary>Reads what <see cref="ToArrays"/> wrote.</summary>
    /// <param name="file">An open checkpoint.</param>
    /// <param name="cameras">Those the policy reads.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">A name is missing, of another type, or lengths differ.</exception>
    public static PolicyNormalisers Read(SafetensorsFile file, IReadOnlyList<CameraSpec> cameras) => new(
        LinearNormaliser.Read(file, NameOf(ObservationName)),
        LinearNormaliser.Read(file, NameOf(ActionName)),
        cameras.ToDictionary(c => c.Name, c => LinearNormaliser.Read(file, NameOf(c.Name))));

    /// <summary>What a checkpoint keeps.</summary>
    public Dictionary<string, SafetensorsArray> ToArrays() => Colours
        .Append(KeyValuePair.Create(ActionName, Actions)).Append(KeyValuePair.Create(ObservationName, Observations))
        .SelectMany(n => n.Value.ToArrays(NameOf(n.Key)))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Normalises a batch; the result belongs to the current dispose scope.</summary>
    /// <param name="raw">Pictures as bytes [B, To, Height, Width, 3].</param>
    /// <returns>Pictures as [B, To, 3, Height, Width] float32; previous actions normalised as well.</returns>
    public ObservationBatch Normalise(ObservationBatch raw) => new(
        Observations.Normalise(raw.Values), raw.Pictures.ToDictionary(p => p.Key, p => Normalise(Colours[p.Key], p.Value)))
    {
        Previous = raw.Previous is null ? null : [.. raw.Previous.Select(p => p is null ? null : ActionMap.Normalise(p))],
    };

    /// <summary>The map of actions as the host and constraint sets know it.</summary>
    public ActionNormalisation ActionMap => Actions.Map;

    // The strides stay those of the bytes, channels last: convolutions on the processor are quickest so.
    private static Tensor Normalise(LinearNormaliser colours, Tensor bytes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor channelsFirst = bytes.movedim([-1], [-3]).to(ScalarType.Float32);
        float[] scale = [.. colours.Scale.Select(s => (float)(s / LargestByte))];
        float[] offset = [.. colours.Offset.Select(o => (float)o)];
        channelsFirst.mul_(Column(scale, bytes.device)).add_(Column(offset, bytes.device));
        return channelsFirst.MoveToOuterDisposeScope();
    }

    private static Tensor Column(float[] values, Device device) => tensor(values, new long[] { values.Length, 1, 1 }, device: device);

    private static string NameOf(string part) => $"{Prefix}{part}.";
}
