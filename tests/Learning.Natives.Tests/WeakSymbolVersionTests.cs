using System.Buffers.Binary;
using System.Text;
using DiffOG.Learning.Natives;
using Xunit;

namespace DiffOG.Learning.Natives.Tests;

public sealed class WeakSymbolVersionTests
{
    private const int Strings = 0x100;
    private const int Needs = 0x180;
    private const int FirstAux = Needs + 16;
    private const int SecondAux = FirstAux + 16;
    private const int Sections = 0x200;

    [Fact]
    public void Only_the_named_version_becomes_weak()
    {
        byte[] before = TinyElf();
        byte[] after = [.. before];

        Assert.Equal(1, WeakSymbolVersion.Mark(after, "LIB_2"));

        Assert.Equal([SecondAux + 4], Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]));
        Assert.Equal(2, after[SecondAux + 4]);
    }

    [Fact]
    public void Marking_twice_changes_nothing_more()
    {
        byte[] once = TinyElf();
        WeakSymbolVersion.Mark(once, "LIB_2");
        byte[] twice = [.. once];

        WeakSymbolVersion.Mark(twice, "LIB_2");

        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData("LIB_3")]
    [InlineData("LIB_")]
    public void A_version_that_is_not_needed_leaves_the_file_alone(string version)
    {
        byte[] image = TinyElf();

        Assert.Equal(0, WeakSymbolVersion.Mark(image, version));
        Assert.Equal(TinyElf(), image);
    }

    [Fact]
    public void A_file_that_is_not_ELF_is_refused() =>
        Assert.Throws<InvalidDataException>(() => WeakSymbolVersion.Mark(new byte[256], "LIB_2"));

    [Fact]
    public void Every_truncation_is_refused_or_survived()
    {
        byte[] whole = TinyElf();
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.Throws<InvalidDataException>(() => WeakSymbolVersion.Mark(cut, "LIB_2"));
        }
    }

    [Theory]
    [InlineData(0x28, 8)] // section table
    [InlineData(Sections + 128 + 0x18, 8)] // offset of the version-need section
    [InlineData(Sections + 128 + 0x28, 4)] // its string table
    [InlineData(Needs + 8, 4)] // first version
    [InlineData(FirstAux + 8, 4)] // name
    [InlineData(FirstAux + 12, 4)] // second version
    public void An_offset_that_leaves_the_file_is_refused(int at, int width)
    {
        byte[] image = TinyElf();
        image.AsSpan(at, width).Fill(0xFF);

        Assert.Throws<InvalidDataException>(() => WeakSymbolVersion.Mark(image, "LIB_2"));
    }

    /// <summary>One needed library with the versions LIB_1 and LIB_2; sections: null, strings, version needs.</summary>
    private static byte[] TinyElf()
    {
        byte[] image = new byte[Sections + (3 * 64)];
        "\u007fELF"u8.CopyTo(image);
        image[4] = 2;
        image[5] = 1;
        Put64(image, 0x28, Sections);
        Put16(image, 0x3A, 64);
        Put16(image, 0x3C, 3);
        Encoding.ASCII.GetBytes("\0lib.so\0LIB_1\0LIB_2\0").CopyTo(image, Strings);
        PutSection(image, 1, 3, Strings, 0, 0);
        PutSection(image, 2, 0x6FFFFFFE, Needs, 1, 1);
        Put16(image, Needs, 1);
        Put16(image, Needs + 2, 2);
        Put32(image, Needs + 8, 16);
        Put32(image, FirstAux + 8, 8);
        Put32(image, FirstAux + 12, 16);
        Put32(image, SecondAux + 8, 14);
        return image;
    }

    private static void PutSection(byte[] image, int index, uint type, int offset, uint link, uint info)
    {
        int at = Sections + (index * 64);
        Put32(image, at + 4, type);
        Put64(image, at + 0x18, offset);
        Put32(image, at + 0x28, link);
        Put32(image, at + 0x2C, info);
    }

    private static void Put16(byte[] image, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);

    private static void Put32(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);

    private static void Put64(byte[] image, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);
}
