using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Interop.Headers;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

public sealed class HeaderTests
{
    private const string Sample = """
        #ifndef SAMPLE_H_
        #define SAMPLE_H_
        #include <mujoco/inner.h>   // of the same library
        #include <stdint.h>
        #define N_REF 2             // "a comment"
        #define TWICE (N_REF * 2)
        #define CALL(x) x
        #define mjUSEDOUBLE
        #if defined(mjUSEDOUBLE) && !defined(OTHER)
        typedef double num;
        #elif 1
        typedef int wrong;
        #else
        typedef float num;
        #endif
        #if defined(__cplusplus)
        extern "C" {
        #endif
        typedef enum kind_ { FIRST = 1 << 3, SECOND, /* nine */ THIRD = N_REF, LAST } kind;
        struct outer_;
        typedef struct outer_ outer;
        typedef void (*callback)(const outer* o, int n);
        struct point_ { float x, y; unsigned char flag; num z; };
        typedef struct point_ point;
        struct outer_ {
          char c;
          int64_t big[TWICE];
          const unsigned char* bytes; num* array; int a, *b, grid[2][LAST];
          struct { float fovy; int width; } global;
          union { double d; short s; } either;
          union { int inside; };
          void (*call)(int, void*);
          kind k; point p[2]; callback back; inner in;
        };
        typedef struct { missing m; int after; } broken;
        MJAPI extern int variable;
        MJAPI outer* function(const outer* o, int (*f)(void));
        static inline int one(void) { return 1; }
        typedef unsigned long long huge;
        #endif
        """;

    [Fact]
    public void Members_lie_where_a_compiler_puts_them()
    {
        CStruct outer = Read().Struct("outer");
        (string Path, int Offset, int Size, int Count)[] expected =
        [
            ("c", 0, 1, 1), ("big", 8, 8, 4), ("bytes", 40, 8, 1), ("array", 48, 8, 1), ("a", 56, 4, 1), ("b", 64, 8, 1), ("grid", 72, 4, 6),
            ("global", 96, 8, 1), ("global.width", 100, 4, 1), ("either", 104, 8, 1), ("either.s", 104, 2, 1), ("inside", 112, 4, 1),
            ("call", 120, 8, 1), ("k", 128, 4, 1), ("p", 136, 24, 2), ("p.z", 152, 8, 1), ("back", 184, 8, 1), ("in", 192, 2, 1),
        ];
        foreach ((string path, int offset, int size, int count) in expected)
        {
            CField field = outer.Find(path) ?? throw new InvalidOperationException(path);
            Assert.Equal((path, offset, size, count), (path, field.Offset, field.ElementSize, field.Count));
        }
        Assert.Equal((200, 8), (outer.Size, outer.Alignment));
    }

    [Fact]
    public void Constants_come_from_macros_and_enumerators()
    {
        CHeader header = Read();
        Assert.Equal((4, 8, 9, 2, 3), (header.Constant("TWICE"), header.Constant("FIRST"), header.Constant("SECOND"), header.Constant("THIRD"), header.Constant("LAST")));
        Assert.False(header.HasConstant("SAMPLE_H_"));
        Assert.Throws<FormatException>(() => header.Constant("NOWHERE"));
        Assert.Equal((8, 8), (header.SizeOf("num"), header.SizeOf("huge")));
        Assert.Throws<FormatException>(() => header.SizeOf("wrong"));
    }

    [Fact]
    public void A_struct_that_is_not_understood_says_so_when_it_is_used()
    {
        FormatException error = Assert.Throws<FormatException>(() => Read().Struct("broken").Find("after"));
        Assert.Equal("struct broken: the type missing of m is unknown", error.Message);
    }

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("1 << 2 | 1", 5)]
    [InlineData("0x1F & ~1", 30)]
    [InlineData("7 / 2 - 3 % 2", 2)]
    [InlineData("!0 && 3 >= 2", 1)]
    [InlineData("2 == 3 || 1 != 1", 0)]
    [InlineData("-4 + 10UL", 6)]
    public void Expressions_follow_the_precedence_of_C(string text, long expected) =>
        Assert.Equal(expected, CExpression.Evaluate(CTokens.Split(text), _ => null));

    [Theory]
    [InlineData("1 +")]
    [InlineData("1 / 0")]
    [InlineData("1.5")]
    [InlineData("name")]
    [InlineData("(1")]
    public void What_is_no_integer_expression_is_refused(string text) =>
        Assert.Throws<FormatException>(() => CExpression.Evaluate(CTokens.Split(text), _ => null));

    [Fact]
    public void The_installed_headers_are_understood_as_a_whole()
    {
        CHeader header = Needs.MuJoCo().Header;
        string[] structs = [.. header.Structs];
        Assert.Contains("mjModel", structs);
        Assert.Contains("mjvScene", structs);
        Assert.Contains("mjrContext", structs);
        Assert.All(structs.Where(s => s.Length > 0), s => Assert.Null(header.Struct(s).Problem));
    }

    private static CHeader Read()
    {
        using TemporaryFolder folder = new();
        folder.Write("mujoco/sample.h", Sample);
        folder.Write("mujoco/inner.h", "typedef struct inner_ { uint8_t one, two; } inner;\n");
        return CHeader.Read(folder.Path, "mujoco/sample.h");
    }
}
