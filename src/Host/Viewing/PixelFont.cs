namespace DiffOG.Host.Viewing;

/// <summary>
/// Small letters, digits and a few signs of five by eight pixels. Machines without a window often have no font at all,
/// and a picture must not depend on which one they have.
/// </summary>
internal static class PixelFont
{
    /// <summary>From one letter to the next, at scale 1 [pixels].</summary>
    internal const int Advance = 6;

    /// <summary>Of a letter, at scale 1 [pixels].</summary>
    internal const int Height = 8;

    // Eight rows of a byte each, the top one first; the lowest five bits count, the highest of them is at the left.
    private const ulong Box = 0x1F11111111111F00;

    private static readonly Dictionary<char, ulong> Glyphs = new()
    {
        ['0'] = 0x0E11131519110E00,
        ['1'] = 0x040C040404040E00,
        ['2'] = 0x0E11010608101F00,
        ['3'] = 0x0E11010601110E00,
        ['4'] = 0x02060A121F020200,
        ['5'] = 0x1F101E0101110E00,
        ['6'] = 0x0608101E11110E00,
        ['7'] = 0x1F01020204040400,
        ['8'] = 0x0E11110E11110E00,
        ['9'] = 0x0E11110F01020C00,
        ['a'] = 0x00000E010F110F00,
        ['b'] = 0x10101E1111111E00,
        ['c'] = 0x00000E1110110E00,
        ['d'] = 0x01010F1111110F00,
        ['e'] = 0x00000E111F100F00,
        ['f'] = 0x0608081E08080800,
        ['g'] = 0x00000F11110F010E,
        ['h'] = 0x1010161911111100,
        ['i'] = 0x04000C0404040E00,
        ['j'] = 0x020006020202020C,
        ['k'] = 0x1010121418141200,
        ['l'] = 0x0C04040404040E00,
        ['m'] = 0x00001A1515151500,
        ['n'] = 0x0000161911111100,
        ['o'] = 0x00000E1111110E00,
        ['p'] = 0x00001E11111E1010,
        ['q'] = 0x00000F11110F0101,
        ['r'] = 0x0000161910101000,
        ['s'] = 0x00000F100E011E00,
        ['t'] = 0x08081E0808080600,
        ['u'] = 0x0000111111130D00,
        ['v'] = 0x00001111110A0400,
        ['w'] = 0x0000111515150A00,
        ['x'] = 0x0000110A040A1100,
        ['y'] = 0x00001111130D010E,
        ['z'] = 0x00001F0204081F00,
        ['.'] = 0x00000000000C0C00,
        [','] = 0x00000000000C0408,
        [':'] = 0x0000040000040000,
        ['-'] = 0x0000000E00000000,
        ['+'] = 0x0004041F04040000,
        ['_'] = 0x0000000000001F00,
        ['/'] = 0x0101020408101000,
        ['('] = 0x0204040404040200,
        [')'] = 0x0804040404040800,
        ['='] = 0x00001F001F000000,
    };

    /// <summary>The width of a text [pixels].</summary>
    internal static int WidthOf(string text, int scale) => Math.Max(0, ((text.Length * Advance) - 1) * scale);

    /// <summary>The places that are inked, as row and column at scale 1; capitals become small letters, what is unknown a box.</summary>
    internal static IEnumerable<(int Row, int Column)> Ink(char letter)
    {
        if (letter == ' ')
            yield break;
        ulong rows = Glyphs.GetValueOrDefault(char.ToLowerInvariant(letter), Box);
        for (int bit = 0; bit < 64; bit++)
        {
            if ((rows >> (63 - bit) & 1) != 0)
                yield return (bit / 8, (bit % 8) - 3);
        }
    }
}
