using System.Globalization;
using PureHDF;

namespace DiffOG.Datasets.Robomimic;

/// <summary>The attributes of a demonstration that say something of its own: its seed, for example.</summary>
internal static class DemoAttributes
{
    /// <summary>The number of steps is known anyway; models and camera parameters are as large as a book.</summary>
    private const int LongestText = 1000;
    private static readonly string[] Known = ["num_samples"];

    /// <summary>Reads single numbers and short texts; others are left out.</summary>
    internal static IReadOnlyDictionary<string, string> Of(HdfFile file, IH5Group demo) => file.Read($"data/{demo.Name}", () =>
    {
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (IH5Attribute attribute in demo.Attributes().Where(a => !Known.Contains(a.Name)))
        {
            if (Text(attribute) is { Length: <= LongestText } text)
                read[attribute.Name] = text;
        }
        return read;
    });

    private static string? Text(IH5Attribute attribute)
    {
        if (attribute.Space.Dimensions.Aggregate(1UL, (product, side) => product * side) != 1)
            return null;
        return (attribute.Type.Class, attribute.Type.Size) switch
        {
            (H5DataTypeClass.String, _) or (H5DataTypeClass.VariableLength, _) => Single<string>(attribute).TrimEnd('\0'),
            (H5DataTypeClass.FixedPoint, 8) => Single<long>(attribute).ToString(CultureInfo.InvariantCulture),
            (H5DataTypeClass.FixedPoint, 4) => Single<int>(attribute).ToString(CultureInfo.InvariantCulture),
            (H5DataTypeClass.FloatingPoint, 8) => Single<double>(attribute).ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static T Single<T>(IH5Attribute attribute) => attribute.Space.Dimensions.Length == 0 ? attribute.Read<T>() : attribute.Read<T[]>()[0];
}
