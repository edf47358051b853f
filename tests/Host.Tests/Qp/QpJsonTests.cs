using System.Text;
using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Host.Qp;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Qp;

public sealed class QpJsonTests
{
    private static readonly DifferenceShape Shape = new(2, 2, 1, 1, [1]);

    [Fact]
    public void a_problem_comes_back_bit_for_bit_with_its_structure()
    {
        QpCase read = RoundTrip(Full());
        LinearConstraints rows = read.Problem.Constraints;
        var difference = Assert.IsType<DifferenceBlock>(rows.Blocks[0]);
        Assert.Equal((Shape.Steps, Shape.Dimensions, Shape.Order, Shape.Known), (difference.Shape.Steps, difference.Shape.Dimensions, difference.Shape.Order, difference.Shape.Known));
        Assert.Equal(Shape.Constrained, difference.Shape.Constrained);
        Assert.Equal([0.25, 1.0 / 3], difference.Previous!.Values);
        Assert.Equal("sets[1] difference", difference.Source);
        Assert.Equal([3, 0], Assert.IsType<BoxBlock>(rows.Blocks[1]).Indices);
        Assert.Equal([0, 2, 2, 3], Assert.IsType<GeneralBlock>(rows.Blocks[2]).Matrix.Starts);
        SameBits(Full(), read);
        Assert.False(read.Problem.Definite);
        Assert.Equal(("name", "a note\nwith \"quotes\" and λ", true, -0.1), (read.Name, read.Note, read.Maximised, read.Constant));
        Assert.Equal("active-set", read.Solver!.Id);
        Assert.Equal("""{ "tolerance": 1e-9 }""", read.Solver.Options.Replace("{\"", "{ \"").Replace("\":1", "\": 1").Replace("9}", "9 }"));
    }

    [Fact]
    public void that_somebody_vouches_for_q_is_kept() =>
        Assert.True(RoundTrip(new QpCase(new QpProblem([1], [0], LinearConstraints.None(1)) { Definite = true })).Problem.Definite);

    [Fact]
    public void any_numbers_come_back_bit_for_bit()
    {
        Gen<double> number = Gen.OneOf([Gen.Double, .. new[] { 0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1e22, 0.1 }.Select(Gen.Const)]);
        Gen.Select(Gen.Int[1, 6], Gen.Bool).SelectMany((n, mirrored) => Gen.Select(number.Array[n * n], number.Array[n], number.Array[n], number.Array[n]).Select((q, p, l, u) => (n, mirrored, q, p, l, u))).Sample(
            ((int n, bool mirrored, double[] q, double[] p, double[] l, double[] u) s) =>
            {
                for (int i = 0; s.mirrored && i < s.n; i++)
                {
                    for (int j = 0; j < i; j++)
                        s.q[(j * s.n) + i] = s.q[(i * s.n) + j];
                }
                var made = new QpCase(new QpProblem(s.q, s.p, new LinearConstraints(s.n, new BoxBlock(s.n, [.. Enumerable.Range(0, s.n)], s.l, s.u))));
                SameBits(made, RoundTrip(made));
            },
            iter: 300);
    }

    [Fact]
    public void one_triangle_is_written_where_the_other_is_its_mirror_image()
    {
        Assert.Contains("\"storage\": \"lower\"", Text(Full()), StringComparison.Ordinal);
        QpCase skew = new(new QpProblem([1, 0.5, 0.5 + 1e-17, 1], [0, 0], LinearConstraints.None(2)));
        Assert.Contains("\"storage\": \"lower\"", Text(skew), StringComparison.Ordinal); // 0.5 + 1e-17 is 0.5
        skew.Problem.Q[1] = Math.BitIncrement(0.5);
        Assert.Contains("\"storage\": \"full\"", Text(skew), StringComparison.Ordinal);
        SameBits(skew, RoundTrip(skew));
    }

    [Fact]
    public void a_kind_of_rows_that_only_a_plugin_knows_is_written_out()
    {
        QpCase read = RoundTrip(new QpCase(new QpProblem([1, 0, 0, 1], [0, 0], new LinearConstraints(2, new Odd()))));
        var block = Assert.IsType<GeneralBlock>(read.Problem.Constraints.Blocks[0]);
        Assert.Equal([0, 2, 1, 0], block.Matrix.ToDense());
    }

    [Fact]
    public void the_text_is_what_the_documentation_shows()
    {
        var problem = new QpProblem([2, -0.5, -0.5, 1], [-1, 0], new LinearConstraints(2, new BoxBlock(2, [1], [double.NegativeInfinity], [0.1])));
        Assert.Equal(
            """
            {
              "format": "diffog-qp",
              "formatVersion": 1,
              "note": "leaves its bound by 1e-3",
              "variables": 2,
              "quadratic": {
                "storage": "lower",
                "rows": [
                  [2],
                  [-0.5, 1]
                ]
              },
              "linear": [-1, 0],
              "blocks": [
                {
                  "kind": "box",
                  "indices": [1],
                  "lower": ["-Infinity"],
                  "upper": [0.1]
                }
              ],
              "solver": {
                "id": "interior-point",
                "options": {"tolerance":1e-9}
              }
            }

            """,
            Text(new QpCase(problem) { Note = "leaves its bound by 1e-3", Solver = new QpSolverChoice("interior-point", """{"tolerance":1e-9}""") }));
    }

    [Theory]
    [InlineData("\"diffog-qp\"", "\"diffog\"", "line 2, format: found \"diffog\"; expected diffog-qp. Did you mean 'diffog-qp'? docs/qp.md describes problem files.")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "line 3, formatVersion: found 2; expected 1, which is all that this release reads.")]
    [InlineData("\"variables\": 4", "\"variables\": 5", "line 11, quadratic.rows: found 4 elements; expected 5.")]
    [InlineData("\"variables\": 4", "\"variables\": 0", "line 8, variables: found 0; expected a whole number from 1 to 2147483647.")]
    [InlineData("\"variables\": 4", "\"variables\": 4.5", "line 8, variables: found 4.5; expected a whole number")]
    [InlineData("\"variables\": 4", "\"variables\": \"4\"", "line 8, variables: found \"4\"; expected a whole number")]
    [InlineData("[0.1, 2]", "[0.1]", "line 13, quadratic.rows[1]: found 1 numbers; expected 2.")]
    [InlineData("[0.1, 2]", "[0.1, 2, 3]", "line 13, quadratic.rows[1]: found 3 numbers; expected 2.")]
    [InlineData("[0.1, 2]", "[0.1, \"two\"]", "line 13, quadratic.rows[1][1]: found \"two\"; expected what is not finite as \"Infinity\", \"-Infinity\" or \"NaN\", and nothing else among numbers.")]
    [InlineData("[0.1, 2]", "[0.1, null]", "line 13, quadratic.rows[1][1]: found null")]
    [InlineData("[0.1, 2]", "[0.1, 1e999]", "line 13, quadratic.rows[1][1]: found 1e999; expected a number that fits into 64 bits, or \"Infinity\".")]
    [InlineData("[0.1, 2]", "{}", "line 13, quadratic.rows[1]: found an object; expected a list of 2 numbers.")]
    [InlineData("\"linear\": [", "\"linear\": [1, ", "line 18, linear: found 5 numbers; expected 4.")]
    [InlineData("\"kind\": \"box\"", "\"kind\": \"bax\"", "line 35, blocks[1].kind: found \"bax\"; expected difference, box, general. Did you mean 'box'? docs")]
    [InlineData("\"indices\": [3, 0]", "\"indices\": [4, 0]", "line 36, blocks[1].indices[0]: found 4; expected a whole number from 0 to 3.")]
    [InlineData("\"indices\": [3, 0]", "\"indices\": [3, 0, 1]", "line 37, blocks[1].lower: found 2 numbers; expected 3.")]
    [InlineData("\"steps\": 2", "\"steps\": 3", "line 24, blocks[0].dimensions: found 3 steps of 2 dimensions; expected steps · dimensions = 4, the number of variables.")]
    [InlineData("\"order\": 1", "\"order\": 4", "blocks[0].order: found 4; expected a whole number from 1 to 3.")]
    [InlineData("\"known\": 1", "\"known\": 2", "blocks[0].known: found 2; expected a whole number from 0 to 1.")]
    [InlineData("\"known\": 1", "\"known\": 0", "blocks[0].lower: found 2 numbers; expected 1.")]
    [InlineData("\"constrained\": [1]", "\"constrained\": [1, 1]", "blocks[0].constrained: found 1 after 1; expected ascending dimensions.")]
    [InlineData("\"starts\": [0, 2, 2, 3]", "\"starts\": [0, 2, 1, 3]", "blocks[2].starts: found what is no division into rows; expected numbers that begin with 0, never fall and end with 3, the number of columns.")]
    [InlineData("\"starts\": [0, 2, 2, 3]", "\"starts\": [0, 2, 2, 2]", "blocks[2].starts: found what is no division into rows")]
    [InlineData("\"columns\": [0, 2, 1]", "\"columns\": [2, 0, 1]", "blocks[2].columns: found 0 after 2; expected columns that ascend within a row.")]
    [InlineData("\"columns\": [0, 2, 1]", "\"columns\": [0, 9, 1]", "blocks[2].columns[1]: found 9; expected a whole number from 0 to 3.")]
    [InlineData("\"multipliers\": [", "\"multipliers\": [1, ", "warmStart.multipliers: found 8 numbers; expected 7.")]
    [InlineData("\"note\"", "\"nota\"", "line 5, nota: found a key that is not known here; expected format, formatVersion, variables, quadratic, linear, blocks, name, note, maximised, constant, warmStart, solver. Did you mean 'note'? docs")]
    [InlineData("\"note\"", "\"name\"", "line 5, name: found the key a second time; expected every key once.")]
    [InlineData("\"linear\"", "\"liner\"", "line 1: found no 'linear'; expected the key 'linear'.")]
    [InlineData("\"maximised\": true", "\"maximised\": 1", "maximised: found 1; expected true or false.")]
    public void what_is_wrong_is_said_with_its_line_and_what_was_expected(string old, string now, string expected)
    {
        string text = Text(Full());
        Assert.Contains(old, text, StringComparison.Ordinal);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Read(new StringBuilder(text).Replace(old, now, text.IndexOf(old, StringComparison.Ordinal), old.Length).ToString()));
        Assert.Equal("DOG1222", error.Id);
        Assert.Contains($"'test.qp.json' {(expected.StartsWith("line", StringComparison.Ordinal) ? "" : "line ")}", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_file_that_was_cut_anywhere_is_refused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Text(Full()).TrimEnd());
        for (int length = 0; length < whole.Length; length++)
            Assert.Equal("DOG1221", Assert.Throws<DiffOGException>(() => QpJsonReader.Read("test.qp.json", whole.AsSpan(0, length))).Id);
        Assert.StartsWith("DOG1221: 'test.qp.json' line 3: this is no complete problem file: ", Assert.Throws<DiffOGException>(() => Read("{\n\"format\": \"diffog-qp\",\n\"formatVersion\": 1")).Message, StringComparison.Ordinal);
        Assert.Equal("DOG1221", Assert.Throws<DiffOGException>(() => Read(Text(Full()) + "}")).Id);
    }

    [Fact]
    public void a_small_file_cannot_ask_for_much_memory()
    {
        DiffOGException large = Assert.Throws<DiffOGException>(() => Read("""{ "format": "diffog-qp", "formatVersion": 1, "variables": 2000000000 }"""));
        Assert.Equal("DOG1225", large.Id);
        Assert.Equal("DOG1222", Assert.Throws<DiffOGException>(() => Read("""{ "format": "diffog-qp", "formatVersion": 1, "variables": 10000, "quadratic": { "storage": "full", "rows": [[1]] } }""")).Id);
        Assert.Equal("DOG1221", Assert.Throws<DiffOGException>(() => Read(new string('[', 100_000))).Id);
    }

    [Fact]
    public void a_byte_order_mark_and_hand_written_order_are_taken()
    {
        QpCase read = Read("\uFEFF{ \"blocks\": [], \"linear\": [1], \"variables\": 1, \"quadratic\": { \"rows\": [[2]], \"storage\": \"full\" }, \"formatVersion\": 1, \"format\": \"diffog-qp\" }");
        Assert.False(read.Problem.Definite);
        Assert.Equal((2, 1, 0), (read.Problem.Q[0], read.Problem.P[0], read.Problem.Constraints.Rows));
    }

    [Theory]
    [InlineData("x.txt", "DOG1220: The problem file 'x.txt' cannot be read: its name ends neither in .qp.json nor in .qps. Name a file that ends in .qp.json or .qps.")]
    [InlineData("nowhere.qps", "DOG1220: The problem file 'nowhere.qps' cannot be read: it does not exist. Name a file that ends in .qp.json or .qps.")]
    [InlineData("nowhere.qp.json", "DOG1220: The problem file 'nowhere.qp.json' cannot be read: it does not exist. Name a file that ends in .qp.json or .qps.")]
    public void a_file_that_cannot_be_read_is_named(string name, string expected) =>
        Assert.Equal(expected, Assert.Throws<DiffOGException>(() => QpFiles.Read(Path.Combine(Path.GetTempPath(), name), name)).Message);

    [Fact]
    public void a_problem_whose_sizes_contradict_each_other_has_no_file() =>
        Assert.Throws<ArgumentException>(() => Text(new QpCase(new QpProblem(new double[3], new double[2], LinearConstraints.None(2)))));

    private static QpCase Full()
    {
        double[] q = [1, 0.1, 0, 0, 0.1, 2, 0, double.NaN, 0, 0, 3, 0, 0, double.NaN, 0, 1.0 / 3];
        var previous = new ActionChunk(1, 2, [0.25, 1.0 / 3]);
        ConstraintBlock difference = DifferenceBlock.Create(Shape, [-0.1, double.NegativeInfinity], [0.1, 0.1], previous).Named("sets[1] difference");
        var box = new BoxBlock(4, [3, 0], [-1, double.NaN], [1, double.PositiveInfinity]);
        var general = new GeneralBlock(new SparseRows(4, [0, 2, 2, 3], [0, 2, 1], [1, -1.5, 1e-300]), [0, 0, 0], [1, 1, 1]);
        return new QpCase(new QpProblem(q, [-0.0, 1e-17, 1, 1e22], new LinearConstraints(4, difference, box, general)))
        {
            Name = "name",
            Note = "a note\nwith \"quotes\" and λ",
            Maximised = true,
            Constant = -0.1,
            Start = new QpStart([1, 2, 3, 4], [0, 0, 0, 0, 0, -1, 1]),
            Solver = new QpSolverChoice("active-set", """{"tolerance":1e-9}"""),
        };
    }

    private static string Text(QpCase qp)
    {
        using MemoryStream stream = new();
        QpJsonWriter.Write(stream, qp);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static QpCase Read(string text) => QpJsonReader.Read("test.qp.json", Encoding.UTF8.GetBytes(text));

    private static QpCase RoundTrip(QpCase qp) => Read(Text(qp));

    private static void SameBits(QpCase expected, QpCase actual)
    {
        Same(expected.Problem.Q, actual.Problem.Q);
        Same(expected.Problem.P, actual.Problem.P);
        Same(expected.Problem.Constraints.Lower, actual.Problem.Constraints.Lower);
        Same(expected.Problem.Constraints.Upper, actual.Problem.Constraints.Upper);
        Same(expected.Problem.Constraints.Matrix.Values, actual.Problem.Constraints.Matrix.Values);
        Assert.Equal(expected.Problem.Constraints.Matrix.Indices, actual.Problem.Constraints.Matrix.Indices);
        foreach ((ConstraintBlock one, ConstraintBlock other) in expected.Problem.Constraints.Blocks.Zip(actual.Problem.Constraints.Blocks).Where(b => b.First is DifferenceBlock))
        {
            Same(((DifferenceBlock)one).Lower, ((DifferenceBlock)other).Lower);
            Same(((DifferenceBlock)one).Upper, ((DifferenceBlock)other).Upper);
        }
        Same(expected.Start?.X ?? [], actual.Start?.X ?? []);
        Same(expected.Start?.Multipliers ?? [], actual.Start?.Multipliers ?? []);
    }

    private static void Same(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));

    private sealed class Odd() : ConstraintBlock(2, [0, 0], [1, 1])
    {
        public override IEnumerable<(int Column, double Value)> Row(int row) => row == 0 ? [(1, 2.0)] : [(0, 1.0)];
    }
}
