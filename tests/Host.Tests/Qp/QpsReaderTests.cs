using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Host.Qp;
using Xunit;

namespace DiffOG.Host.Tests.Qp;

public sealed class QpsReaderTests
{
    private const string Small = """
        NAME small
        ROWS
         N f
         L a
         G b
         E c
        COLUMNS
         x f 1 a 2
         x b 3 c 4
         y a 5
        RHS
         a 1 b 2
         c 3
        BOUNDS
         UP y 7
        QUADOBJ
         x x 1
         y y 1
        ENDATA
        """;

    public static TheoryData<string, double, double[], double[]> Published => new()
    {
        { "hs21.qps", -99.96, [2, 0], [0, -0.04, 0] },
        { "hs35.qps", 1.0 / 9, [4.0 / 3, 7.0 / 9, 4.0 / 9], [2.0 / 9, 0, 0, 0] },
        { "hs76.qps", -103.0 / 22, [3.0 / 11, 23.0 / 11, 0, 6.0 / 11], [5.0 / 11, 0, 0, 0, 0, -19.0 / 11, 0] },
        { "ranges.qps", 10, [2, 0], [4, -2, 0] },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void a_problem_has_the_optimum_that_was_found_by_hand(string file, double objective, double[] x, double[] multipliers)
    {
        QpCase read = Problems.Read(file);
        Assert.Equal(objective, read.Objective(x), 1e-14);
        KktCheck check = KktCheck.Of(read.Problem, x, multipliers);
        Assert.True(check.Relative < 1e-14, $"{check}");
    }

    [Fact]
    public void rows_become_a_general_block_and_bounds_a_box()
    {
        QpCase read = Problems.Qps(Small);
        var general = Assert.IsType<GeneralBlock>(read.Problem.Constraints.Blocks[0]);
        Assert.Equal([2, 5, 3, 0, 4, 0], general.Matrix.ToDense());
        Assert.Equal([double.NegativeInfinity, 2, 3], general.RowLower);
        Assert.Equal([1, double.PositiveInfinity, 3], general.RowUpper);
        var box = Assert.IsType<BoxBlock>(read.Problem.Constraints.Blocks[1]);
        Assert.Equal([0, 1], box.Indices);
        Assert.Equal([0, 0], box.RowLower);
        Assert.Equal([double.PositiveInfinity, 7], box.RowUpper);
        Assert.Equal(["x", "y"], read.VariableNames);
        Assert.Equal(["a", "b", "c", "x", "y"], read.RowNames);
        Assert.Equal("small", read.Name);
    }

    [Theory]
    [InlineData("L", "3", 4, 7)]
    [InlineData("L", "-3", 4, 7)]
    [InlineData("G", "3", 7, 10)]
    [InlineData("E", "3", 7, 10)]
    [InlineData("E", "-3", 4, 7)]
    [InlineData("E", "0", 7, 7)]
    public void a_range_widens_a_row_by_its_type(string type, string range, double lower, double upper)
    {
        LinearConstraints rows = Problems.Qps($"ROWS\n N f\n {type} a\nCOLUMNS\n x a 1\nRHS\n a 7\nRANGES\n a {range}\nENDATA\n").Problem.Constraints;
        Assert.Equal((lower, upper), (rows.Lower[0], rows.Upper[0]));
    }

    [Theory]
    [InlineData("", 0, double.PositiveInfinity)]
    [InlineData(" UP b x 4", 0, 4)]
    [InlineData(" UP b x -4", double.NegativeInfinity, -4)]
    [InlineData(" LO b x -9\n UP b x -4", -9, -4)]
    [InlineData(" UP b x -4\n LO b x -9", -9, -4)]
    [InlineData(" LO b x 2", 2, double.PositiveInfinity)]
    [InlineData(" FX b x 2", 2, 2)]
    [InlineData(" MI b x", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(" UP b x 3\n PL b x", 0, double.PositiveInfinity)]
    [InlineData(" UP b x 1e30", 0, double.PositiveInfinity)]
    [InlineData(" LO b x -Inf\n UP b x 5", double.NegativeInfinity, 5)]
    [InlineData(" LO x 2", 2, double.PositiveInfinity)]
    [InlineData(" LO b x 2\n LO other x 3", 2, double.PositiveInfinity)]
    public void a_bound_is_read_by_its_type(string bounds, double lower, double upper)
    {
        LinearConstraints rows = Problems.Qps($"ROWS\n N f\nCOLUMNS\n x f 1\nBOUNDS\n{bounds}\nENDATA\n").Problem.Constraints;
        Assert.Equal((lower, upper), rows.Rows == 0 ? (double.NegativeInfinity, double.PositiveInfinity) : (rows.Lower[0], rows.Upper[0]));
    }

    [Theory]
    [InlineData(" FR b x")]
    [InlineData(" FR x")]
    [InlineData(" FR x 0")]
    [InlineData(" FR b x 0")]
    public void a_free_variable_has_no_row(string bound) =>
        Assert.Equal(0, Problems.Qps($"ROWS\n N f\nCOLUMNS\n x f 1\nBOUNDS\n{bound}\nENDATA\n").Problem.Constraints.Rows);

    [Fact]
    public void what_is_maximised_is_minimised_with_the_sign_turned()
    {
        QpCase read = Problems.Qps("OBJSENSE\n MAX\nROWS\n N f\nCOLUMNS\n x f 3\n y f 0\nRHS\n f -5\nQUADOBJ\n x x -2\nENDATA\n");
        Assert.Equal([2, 0, 0, 0], read.Problem.Q);
        Assert.Equal([-3, 0], read.Problem.P);
        Assert.False(double.IsNegative(read.Problem.P[1]) || double.IsNegative(read.Problem.Q[1]));
        Assert.Equal(3 * 4 - (4 * 4) + 5, read.Objective([4, 0]));
    }

    [Theory]
    [InlineData("QUADOBJ\n x y 3\n x x 4")]
    [InlineData("QUADOBJ\n y x 3\n x x 4")]
    [InlineData("QSECTION f\n x x 4 y 3")]
    [InlineData("QMATRIX\n x y 3\n y x 3\n x x 4")]
    public void every_way_of_writing_q_gives_both_triangles(string section) =>
        Assert.Equal([4, 3, 3, 0], Problems.Qps($"ROWS\n N f\nCOLUMNS\n x f 1\n y f 1\n{section}\nENDATA\n").Problem.Q);

    [Fact]
    public void names_with_blanks_are_read_by_the_fixed_columns()
    {
        QpCase read = Problems.Qps("""
            ROWS
             N  COST
             L  ROW ONE
            COLUMNS
                MY COL    COST               1.0   ROW ONE            2.0
                MY COL 2  ROW ONE          3.0
            RHS
                          ROW ONE          4.0
            BOUNDS
             UP           MY COL 2         5.0
            QUADOBJ
                MY COL    MY COL           6.0
            ENDATA
            """);
        Assert.Equal(["MY COL", "MY COL 2"], read.VariableNames);
        Assert.Equal([2, 3], ((GeneralBlock)read.Problem.Constraints.Blocks[0]).Matrix.Values);
        Assert.Equal([4, double.PositiveInfinity, 5], read.Problem.Constraints.Upper);
        Assert.Equal(6, read.Problem.Q[0]);
    }

    [Fact]
    public void comments_blank_lines_further_objectives_and_lower_case_are_taken()
    {
        QpCase read = Problems.Qps("* a comment\n\nname\nrows\n n f\n n g\n\ncolumns\n* another\n x f 1 g 2\nendata\nwhatever follows");
        Assert.Equal([1], read.Problem.P);
        Assert.Empty(((IReadOnlyList<ConstraintBlock>)read.Problem.Constraints.Blocks).OfType<GeneralBlock>());
        Assert.Null(read.Name);
    }

    [Theory]
    [InlineData("ROWS", "ROSW", "DOG1223: 'test.qps' line 2, section NAME: there is no section 'ROSW'; expected NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS, QUADOBJ, QMATRIX, QSECTION, ENDATA in column 1, or data behind a blank. Did you mean 'ROWS' or 'RHS'? docs/qp.md describes problem files.")]
    [InlineData(" L a", " X a", "DOG1223: 'test.qps' line 4, section ROWS: found 'X a'; expected a type N, L, G or E, and a name.")]
    [InlineData(" L a", " L f", "line 4, section ROWS: the row 'f' stands here a second time; expected")]
    [InlineData(" y a 5", " y aa 5", "line 10, section COLUMNS: there is no row 'aa'; expected a column, a row and a number, perhaps a second row and number. Did you mean 'a'")]
    [InlineData(" y a 5", " y a five", "line 10, section COLUMNS: 'five' is no number; expected a column, a row and a number, perhaps a second row and number.")]
    [InlineData(" y a 5", " y a NaN", "line 10, section COLUMNS: 'NaN' is no number")]
    [InlineData(" y a 5", " y a", "line 10, section COLUMNS: 2 fields; expected")]
    [InlineData(" y a 5", " x a 5", "line 10, section COLUMNS: the column 'x' has a row a second time")]
    [InlineData(" c 3", " d 3", "line 13, section RHS: there is no row 'd'")]
    [InlineData(" c 3", " a 3", "line 13, section RHS: the row 'a' stands here a second time")]
    [InlineData(" UP y 7", " UP z 7", "line 15, section BOUNDS: there is no column 'z'")]
    [InlineData(" UP y 7", " XX y 7", "line 15, section BOUNDS: there is no bound of type 'XX'; expected UP, LO or FX")]
    [InlineData(" UP y 7", " UP y seven", "line 15, section BOUNDS: 'seven' is no number")]
    [InlineData(" UP y 7", " UP y", "line 15, section BOUNDS: 2 fields")]
    [InlineData(" y y 1", " y z 1", "line 18, section QUADOBJ: there is no column 'z'")]
    [InlineData(" y y 1", " x x 1", "line 18, section QUADOBJ: 'x' and 'x' stand here a second time; QMATRIX lists both triangles, this section one")]
    [InlineData("\nENDATA", "", "line 19, section QUADOBJ: the file ends here; expected ENDATA as its last line; it may have been cut short.")]
    [InlineData("NAME small", " x y 3", "line 1: 'x y 3' stands outside of a section that has data; expected one of the sections OBJSENSE")]
    [InlineData("QUADOBJ\n x x 1", "QMATRIX\n x y 1", "line 19, section QMATRIX: Q is not symmetric: 'y' and 'x' have 0 and 1; expected the same number in both triangles.")]
    [InlineData("RHS\n", "RANGES\n f 3\nRHS\n", "line 12, section RANGES: the row 'f' is of type N and has no range")]
    [InlineData("NAME small", "OBJSENSE\n NEITHER", "line 2, section OBJSENSE: 'NEITHER' is no sense; expected MIN or MAX.")]
    [InlineData("COLUMNS\n x f 1 a 2\n x b 3 c 4\n y a 5\nRHS\n a 1 b 2\n c 3\nBOUNDS\n UP y 7\nQUADOBJ\n x x 1\n y y 1\n", "", "line 7, section ENDATA: the file has no column; expected at least one variable in COLUMNS.")]
    public void what_is_wrong_is_said_with_its_line_and_what_is_allowed(string old, string now, string expected)
    {
        Assert.Contains(old, Small, StringComparison.Ordinal);
        DiffOGException error = Assert.Throws<DiffOGException>(() => Problems.Qps(Small.Replace(old, now, StringComparison.Ordinal)));
        Assert.Equal("DOG1223", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" UP y 7", " BV y", "DOG1224: 'test.qps' line 15: a bound of type BV makes a variable a whole number. This program solves convex quadratic programs in real variables with linear inequalities.")]
    [InlineData(" UP y 7", " LI y 7", "a bound of type LI makes a variable a whole number.")]
    [InlineData(" UP y 7", " UI y 7", "a bound of type UI makes a variable a whole number.")]
    [InlineData(" UP y 7", " SC y 7", "a bound of type SC makes a variable semi-continuous.")]
    [InlineData(" y a 5", " m 'MARKER' 'INTORG'", "line 10: the marker 'INTORG' makes variables whole numbers.")]
    [InlineData("QUADOBJ", "QSECTION a", "line 16: the section QSECTION a makes an inequality quadratic.")]
    [InlineData("QUADOBJ", "QCMATRIX a", "line 16: the section QCMATRIX states something other than a quadratic objective and linear inequalities.")]
    public void what_this_program_does_not_solve_is_refused_with_a_sentence(string old, string now, string expected)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Problems.Qps(Small.Replace(old, now, StringComparison.Ordinal)));
        Assert.Equal("DOG1224", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void too_many_variables_are_refused_before_q_is_made()
    {
        string columns = string.Concat(Enumerable.Range(0, 10_001).Select(i => $" x{i} f 1\n"));
        DiffOGException error = Assert.Throws<DiffOGException>(() => Problems.Qps($"ROWS\n N f\nCOLUMNS\n{columns}ENDATA\n"));
        Assert.Equal("DOG1225: 'test.qps' has 10001 variables; at most 10000 can be solved, because Q is held as n² numbers. Use a solver for large sparse problems.", error.Message);
    }
}
