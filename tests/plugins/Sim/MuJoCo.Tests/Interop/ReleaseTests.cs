using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Interop.Headers;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

/// <summary>
/// What changed in MuJoCo's headers from release to release, as short excerpts. They are of MuJoCo, copyright DeepMind
/// Technologies Limited, under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
/// </summary>
public sealed class ReleaseTests
{
    private const string Numbers = "typedef double mjtNum;\ntypedef int64_t mjtSize;\n";

    [Theory]
    [InlineData("3.4.0", "int nq; int nv; int nu;", 4, 8)]
    [InlineData("3.5.0", "mjtSize nq; mjtSize nv; mjtSize nu;", 8, 16)]
    public unsafe void Sizes_of_a_model_have_four_bytes_up_to_3_4_and_eight_after(string release, string members, int size, int offset)
    {
        CStruct model = Read($"{Numbers}struct mjModel_ {{ {members} }};\ntypedef struct mjModel_ mjModel;").Struct("mjModel");
        Assert.Equal((release, size, offset), (release, model.Find("nu")!.ElementSize, model.Find("nu")!.Offset));
        byte* memory = stackalloc byte[32];
        new NativeStruct(model, memory).SetInteger("nu", 7);
        Assert.Equal(7, new NativeStruct(model, memory).Integer("nu"));
        Assert.Equal(7, memory[offset]);
    }

    [Theory]
    [InlineData("2.2.2", 222, "2.2.2")]
    [InlineData("3.4.0", 340, "3.4.0")]
    [InlineData("3.5.0", 3005000, "3.5.0")]
    [InlineData("3.12.0", 3012000, "3.12.0")]
    public void Versions_are_counted_by_one_digit_a_part_up_to_3_4_and_by_three_after(string release, int counted, string name)
    {
        int version = Read($"#define mjVERSION_HEADER {counted}").Constant("mjVERSION_HEADER");
        Assert.Equal((release, name), (release, SupportedReleases.NameOf(version)));
        Assert.Null(SupportedReleases.WhyNot(version, uncheckedToo: false));
    }

    [Theory]
    [InlineData("3.9.0", "MJAPI void mj_fullM(const mjModel* m, mjtNum* dst, const mjtNum* M);", SupportedReleases.MassOfMatrix)]
    [InlineData("3.10.0", "MJAPI void mj_fullM(const mjModel* m, const mjData* d, mjtNum* dst);", SupportedReleases.MassOfData)]
    public void The_mass_matrix_is_asked_for_in_another_way_from_3_10_on(string release, string declaration, string types) =>
        Assert.Equal((release, types), (release, Read(declaration).Function("mj_fullM")));

    [Theory]
    [InlineData("MJAPI const char* mj_id2name(const mjModel* m, int type, int id);", "mj_id2name", "char* (mjModel*, int, int)")]
    [InlineData("MJAPI void mj_contactForce(const mjModel* m, const mjData* d, int id, mjtNum result[6]);", "mj_contactForce", "void (mjModel*, mjData*, int, mjtNum*)")]
    [InlineData("MJAPI int mj_version(void);", "mj_version", "int (void)")]
    [InlineData("MJAPI void mjr_readPixels(unsigned char* rgb, float* depth,\n  mjrRect viewport, const mjrContext* con);", "mjr_readPixels", "void (unsigned char*, float*, mjrRect, mjrContext*)")]
    public void Functions_are_known_by_the_types_of_their_parameters(string declaration, string name, string types)
    {
        CHeader header = Read($"MJAPI extern int mjvariable;\n{declaration}");
        Assert.Equal(types, header.Function(name));
        Assert.Null(header.Function("mjvariable"));
    }

    [Fact]
    public void Single_precision_is_refused_with_a_sentence() => Assert.Equal(
        "it is built to compute in single precision",
        SupportedReleases.WhyNot(Read("#define mjUSESINGLE\n#ifndef mjUSESINGLE\ntypedef double mjtNum;\n#else\ntypedef float mjtNum;\n#endif")));

    [Fact]
    public void A_function_that_is_missing_or_takes_something_else_is_refused_with_a_sentence()
    {
        Assert.Equal("its headers declare no mj_version", SupportedReleases.WhyNot(Read(Numbers)));
        Assert.Equal(
            "its headers declare mj_version as int (int), not as int (void)",
            SupportedReleases.WhyNot(Read($"{Numbers}MJAPI int mj_version(int part);")));
    }

    [Fact]
    public void The_installed_headers_fit() => Assert.Null(SupportedReleases.WhyNot(Needs.MuJoCo().Header));

    private static CHeader Read(string text)
    {
        using TemporaryFolder folder = new();
        folder.Write("mujoco/excerpt.h", text + "\n");
        return CHeader.Read(folder.Path, "mujoco/excerpt.h");
    }
}
