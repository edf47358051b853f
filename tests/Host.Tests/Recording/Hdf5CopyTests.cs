using DiffOG.Diagnostics;
using DiffOG.Host.Recording;
using PureHDF;
using PureHDF.VOL.Native;
using Xunit;

namespace DiffOG.Host.Tests.Recording;

public sealed class Hdf5CopyTests : IDisposable
{
    private readonly Scratch folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void numbers_and_text_keep_their_type_and_shape()
    {
        new H5File
        {
            ["group"] = new H5Group
            {
                ["double"] = new double[,] { { 1, 2 }, { 3, 4 } },
                ["single"] = new float[] { 1.5f },
                ["long"] = new long[] { -1, 2 },
                ["int"] = new int[] { -3 },
                ["byte"] = new byte[2, 2, 2] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } },
                ["text"] = new[] { "a", "bc" },
                ["scalar"] = 7.5,
                ["left"] = new double[] { 0 },
                Attributes = new() { ["n"] = 3L, ["f"] = 0.5, ["s"] = "words", ["many"] = new double[] { 1, 2 }, ["out"] = 1L },
            },
        }.Write(folder["a.hdf5"]);
        using (NativeFile from = H5File.OpenRead(folder["a.hdf5"]))
            Copied(from);
        using NativeFile copy = H5File.OpenRead(folder["b.hdf5"]);
        IH5Group group = copy.Group("group");
        Assert.Equal(["byte", "double", "int", "long", "scalar", "single", "text"], group.Children().Select(c => c.Name).Order());
        Assert.Equal([2, 2], group.Dataset("double").Space.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], group.Dataset("byte").Read<byte[]>());
        Assert.Equal((1.5f, -1L, -3, 7.5, "bc"), (group.Dataset("single").Read<float[]>()[0], group.Dataset("long").Read<long[]>()[0], group.Dataset("int").Read<int[]>()[0], group.Dataset("scalar").Read<double>(), group.Dataset("text").Read<string[]>()[1]));
        Assert.Equal((3L, 0.5, "words", 2.0), (group.Attribute("n").Read<long>(), group.Attribute("f").Read<double>(), group.Attribute("s").Read<string>(), group.Attribute("many").Read<double[]>()[1]));
        Assert.False(group.AttributeExists("out"));
    }

    [Fact]
    public void what_cannot_be_copied_is_named()
    {
        new H5File { ["group"] = new H5Group { ["short"] = new short[] { 1 } } }.Write(folder["a.hdf5"]);
        using NativeFile from = H5File.OpenRead(folder["a.hdf5"]);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Copied(from));
        Assert.StartsWith("DOG1485: 'group/short' of 'a.hdf5' cannot be copied: its values are of the kind FixedPoint, 2 bytes.", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["b.hdf5"]));
    }

    private void Copied(NativeFile from)
    {
        var draft = new Hdf5Draft();
        new Hdf5Copy(draft, "a.hdf5", place => place is "group/left" or "group@out").Group(from, draft.Root, "");
        draft.Write(folder["b.hdf5"], _ => { }, TestContext.Current.CancellationToken);
    }
}
