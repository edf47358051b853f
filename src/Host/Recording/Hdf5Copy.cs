using System.Runtime.CompilerServices;
using DiffOG.Diagnostics;
using PureHDF;
using PureHDF.Selections;

namespace DiffOG.Host.Recording;

/// <summary>Copies groups, datasets and attributes of one file into another that is being drafted. Numbers keep their type; chunks and compression are left behind.</summary>
/// <param name="draft">The file to be.</param>
/// <param name="path">What errors call the source.</param>
/// <param name="leaveOut">Datasets and attributes that are not copied, by their place: <c>data/demo_0/obs/agentview_image</c>.</param>
internal sealed class Hdf5Copy(Hdf5Draft draft, string path, Func<string, bool> leaveOut)
{
    private const int MostBytes = 16 << 20;

    /// <summary>Copies what a group holds.</summary>
    /// <exception cref="DiffOGException">DOG1485: something in it cannot be copied.</exception>
    internal void Group(IH5Group from, H5Group to, string place)
    {
        CopyAttributes(from, to, place);
        foreach (IH5Object child in from.Children())
        {
            string name = place.Length == 0 ? child.Name : $"{place}/{child.Name}";
            if (leaveOut(name))
                continue;
            if (child is IH5Group group)
                Group(group, Hdf5Draft.Group(to, child.Name), name);
            else
                Dataset(child as IH5Dataset ?? throw RecordingErrors.NotCopied(path, name, "it is neither a group nor a dataset"), to, name);
        }
    }

    private void CopyAttributes(IH5Object from, H5Object to, string place)
    {
        foreach (IH5Attribute attribute in from.Attributes())
        {
            string name = $"{place}@{attribute.Name}";
            if (!leaveOut(name))
                to.Attributes[attribute.Name] = Sound(name, () => ValueOf(attribute, name));
        }
    }

    private object ValueOf(IH5Attribute attribute, string name)
    {
        bool single = attribute.Space.Dimensions.Length == 0;
        return KindOf(attribute.Type) switch
        {
            Kind.Text => single ? attribute.Read<string>() : attribute.Read<string[]>(),
            Kind.Double => single ? attribute.Read<double>() : attribute.Read<double[]>(),
            Kind.Single => single ? attribute.Read<float>() : attribute.Read<float[]>(),
            Kind.Int64 => single ? attribute.Read<long>() : attribute.Read<long[]>(),
            Kind.Int32 => single ? attribute.Read<int>() : attribute.Read<int[]>(),
            Kind.Byte => single ? attribute.Read<byte>() : attribute.Read<byte[]>(),
            _ => throw RecordingErrors.NotCopied(path, name, KindText(attribute.Type)),
        };
    }

    private void Dataset(IH5Dataset from, H5Group to, string place)
    {
        switch (KindOf(from.Type))
        {
            case Kind.Text:
                to[from.Name] = Sound(place, () => from.Read<string[]>());
                break;
            case Kind.Double:
                Numbers<double>(from, to, place);
                break;
            case Kind.Single:
                Numbers<float>(from, to, place);
                break;
            case Kind.Int64:
                Numbers<long>(from, to, place);
                break;
            case Kind.Int32:
                Numbers<int>(from, to, place);
                break;
            case Kind.Byte:
                Numbers<byte>(from, to, place);
                break;
            default:
                throw RecordingErrors.NotCopied(path, place, KindText(from.Type));
        }
    }

    private void Numbers<T>(IH5Dataset from, H5Group to, string place)
        where T : unmanaged
    {
        ulong[] shape = from.Space.Dimensions;
        if (shape.Length == 0)
        {
            to[from.Name] = Sound(place, () => from.Read<T>());
            return;
        }
        H5Dataset<T[]> made = Hdf5Draft.Dataset<T>(to, from.Name, [.. shape.Select(s => (long)s)]);
        ulong row = shape.Skip(1).Aggregate(1UL, (product, side) => product * side);
        if (row == 0 || shape[0] == 0)
            return;
        ulong most = Math.Max(1, MostBytes / ((ulong)Unsafe.SizeOf<T>() * row));
        draft.Part(writer =>
        {
            for (ulong first = 0; first < shape[0]; first += most)
            {
                var rows = new HyperslabSelection(shape.Length, [first, .. shape.Skip(1).Select(_ => 0UL)], [Math.Min(most, shape[0] - first), .. shape.Skip(1)]);
                writer.Write(made, Sound(place, () => from.Read<T[]>(fileSelection: rows)), fileSelection: rows);
            }
        });
    }

    private T Sound<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is not DiffOGException)
        {
            throw RecordingErrors.NotCopied(path, place, $"it cannot be read ({cause.GetBaseException().Message.TrimEnd('.')})");
        }
    }

    private enum Kind
    {
        Other,
        Text,
        Double,
        Single,
        Int64,
        Int32,
        Byte,
    }

    private static Kind KindOf(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.String, _) or (H5DataTypeClass.VariableLength, _) => Kind.Text,
        (H5DataTypeClass.FloatingPoint, 8) => Kind.Double,
        (H5DataTypeClass.FloatingPoint, 4) => Kind.Single,
        (H5DataTypeClass.FixedPoint, 8) when type.FixedPoint.IsSigned => Kind.Int64,
        (H5DataTypeClass.FixedPoint, 4) when type.FixedPoint.IsSigned => Kind.Int32,
        (H5DataTypeClass.FixedPoint, 1) when !type.FixedPoint.IsSigned => Kind.Byte,
        _ => Kind.Other,
    };

    private static string KindText(IH5DataType type) => FormattableString.Invariant($"its values are of the kind {type.Class}, {type.Size} bytes");
}
