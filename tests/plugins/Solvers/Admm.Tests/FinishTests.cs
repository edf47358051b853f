using DiffOG.Constraints;
using DiffOG.Learning.Tests;
using DiffOG.Solvers.Kernels;
using DiffOG.Testing.Problems;
using Xunit;

namespace DiffOG.Solvers.Admm.Tests;

/// <summary>The exact finish by itself: any guess leads to the solution.</summary>
public sealed unsafe class FinishTests
{
    public static TheoryData<CostKind, LayerRows> Structures => new(
        from kind in Enum.GetValues<CostKind>() from rows in Enum.GetValues<LayerRows>() select (kind, rows));

    [Theory]
    [MemberData(nameof(Structures))]
    public void Any_guess_ends_at_the_solution(CostKind kind, LayerRows rows)
    {
        QpProblem problem = new LayerProblems(8, 4, kind, 1) { Rows = rows }.Make(5);
        double[] expected = Solvers.Reference.Solve(problem).X;
        (DenseQp qp, ExactFinish finish) = Loaded(problem);

        for (int seed = 0; seed < 10; seed++)
        {
            Assert.True(Run(qp, finish, Guess(qp, seed)), $"guess {seed}");
            Close.To(expected, Point(qp, finish), 1e-7);
        }
    }

    [Fact]
    public void Whatever_guess_leads_to_a_set_its_numbers_are_the_same_to_the_bit()
    {
        QpProblem problem = new LayerProblems(8, 4, CostKind.Trained, 1).Make(5);
        (DenseQp qp, ExactFinish finish) = Loaded(problem);
        Run(qp, finish, Guess(qp, 0));
        double[] first = Point(qp, finish);

        for (int seed = 1; seed < 10; seed++)
        {
            Run(qp, finish, Guess(qp, seed));
            Assert.Equal(first, Point(qp, finish));
        }
    }

    [Fact]
    public void Without_dual_steps_a_good_guess_will_do_and_others_may_not()
    {
        QpProblem problem = new LayerProblems(8, 4, CostKind.Untrained, 0) { Rows = LayerRows.HalfSpaces }.Make(5);
        (DenseQp qp, ExactFinish finish) = Loaded(problem);
        Assert.True(Run(qp, finish, new double[qp.Rows]));
        double[] right = new Span<double>(finish.Multipliers, qp.Rows).ToArray();

        Assert.True(Run(qp, finish, right, steps: 0));
        Assert.Contains(Enumerable.Range(0, 20), seed => !Run(qp, finish, Guess(qp, seed), steps: 0));
    }

    [Fact]
    public void Without_inequalities_only_an_inner_minimum_will_do()
    {
        var family = new LayerProblems(8, 4, CostKind.Trained, 1);
        (DenseQp qp, ExactFinish finish) = Loaded(family.Make(5));
        (DenseQp loose, ExactFinish free) = Loaded((family with { Limit = 100 }).Make(5));

        Assert.False(finish.RunWithoutInequalities(qp));
        Assert.True(free.RunWithoutInequalities(loose));
    }

    [Fact]
    public void Rows_that_exclude_each_other_leave_a_proof()
    {
        QpProblem problem = RandomProblems.Contradicting(6, 7, new Random(3));
        (DenseQp qp, ExactFinish finish) = Loaded(problem);

        Assert.False(Run(qp, finish, new double[qp.Rows]));

        Assert.True(finish.Contradiction != null);
        double[] y = new Span<double>(finish.Contradiction, qp.Rows).ToArray();
        Close.To(new double[6], problem.Constraints.Matrix.MultiplyTransposed(y), 1e-9 * y.Max(Math.Abs));
        Assert.True(y.Select((v, r) => v == 0 ? 0 : v * (v > 0 ? problem.Constraints.Upper[r] : problem.Constraints.Lower[r])).Sum() < 0);
    }

    [Fact]
    public void Members_can_come_and_go_in_any_order()
    {
        QpProblem problem = new LayerProblems(6, 4, CostKind.Untrained, 1) { Rows = LayerRows.HalfSpaces }.Make(2);
        (DenseQp qp, ExactFinish finish) = Loaded(problem);
        (ActiveFactor factor, CostFactor cost) = (finish.System.Factor, finish.System.Cost);
        List<int> members = [];
        var random = new Random(1);
        double* b = stackalloc double[ActiveFactor.Most(qp)], v = stackalloc double[qp.Size];

        for (int change = 0; change < 200; change++)
        {
            int row = random.Next(qp.Rows);
            if (members.Count > 0 && random.Next(3) == 0)
                Remove(random.Next(members.Count));
            else if (!members.Contains(row) && factor.Pivot(cost, cost.Image(qp, row)) is > 1e-3 and var pivot)
                Add(row, pivot);
            AssertSolves();
        }

        void Remove(int k)
        {
            factor.RemoveAt(k);
            members.RemoveAt(k);
        }

        void Add(int row, double pivot)
        {
            factor.Append(row, pivot);
            members.Add(row);
        }

        // With y known, V Vᵀ y is V (Vᵀ y).
        void AssertSolves()
        {
            Assert.Equal(members.Count, factor.Count);
            double[] y = [.. members.Select((_, k) => Math.Sin(k + 1))];
            new Span<double>(v, qp.Size).Clear();
            fixed (double* known = y)
                factor.SubtractImages(cost, known, v);
            factor.Overlap(cost, v, b);
            factor.Solve(b);
            Close.To([.. y.Select(value => -value), 0], [.. new Span<double>(b, y.Length), 0], 1e-7);
        }
    }

    [Fact]
    public void Members_built_again_have_the_bits_of_a_fresh_factor()
    {
        QpProblem problem = new LayerProblems(8, 4, CostKind.Untrained, 1).Make(2);
        (DenseQp qp, ExactFinish finish) = Loaded(problem);
        (DenseQp other, ExactFinish fresh) = Loaded(problem);

        finish.Active.Clear(qp);
        fresh.Active.Clear(other);
        for (int r = 0; r < 12; r++)
            finish.Active.Set(r, 1);
        finish.Active.Collect();
        finish.System.Build(qp);
        finish.System.RemoveAt(3);
        finish.System.RemoveAt(5);
        foreach (int row in Enumerable.Range(0, 12).Except([3]))
        {
            finish.Active.Set(row, 1);
            fresh.Active.Set(row, 1);
        }
        finish.Active.Collect();
        fresh.Active.Collect();
        finish.System.Build(qp);
        fresh.System.Build(other);

        Assert.Equal(Solved(other, fresh), Solved(qp, finish));
    }

    [Fact]
    public void A_held_row_with_the_wrong_sign_is_let_go()
    {
        (DenseQp qp, ExactFinish finish) = Loaded(new QpProblem([1], [0], new LinearConstraints(1, new BoxBlock(1, [0], [-9], [5]))));

        Assert.True(Run(qp, finish, [1], steps: 0));
        Assert.Equal([0], Point(qp, finish));
    }

    [Fact]
    public void A_held_row_that_only_touches_has_no_multiplier()
    {
        // The free minimum of x₀ + x₁ = 0.3 lies on the second row, up to rounding.
        var rows = new GeneralBlock(new SparseRows(2, [0, 2, 4], [0, 1, 0, 1], [1.0 / 3, 1.0 / 3, 0.7, -0.3]), [-9, -9], [0.1, 0.06]);
        (DenseQp qp, ExactFinish finish) = Loaded(new QpProblem([1, 0, 0, 1], [-3.7, -3.7], new LinearConstraints(2, rows)));

        Assert.True(Run(qp, finish, [1, 1]));

        Assert.True(finish.Multipliers[0] > 1);
        Assert.Equal(0, finish.Multipliers[1]);
    }

    [Fact]
    public void Rows_that_hardly_differ_where_the_cost_is_soft_are_told_apart()
    {
        var random = new Random(104942);
        int n = random.Next(1, 21), m = random.Next(0, 41);
        QpProblem problem = RandomProblems.Feasible(n, m, Math.Pow(10, random.Next(0, 11)), random);

        QpSolution solution = Solvers.Create(new() { MaxIterations = 200 }).Solve(problem);

        Optimality.Holds(solution, 1e-10);
    }

    private static double[] Solved(DenseQp qp, ExactFinish finish)
    {
        for (int k = 0; k < finish.Active.Count; k++)
            finish.System.Levels[k] = finish.Active.Bound(qp, finish.Active[k]);
        finish.System.Solve(qp);
        return [.. Point(qp, finish), .. new Span<double>(finish.System.Multipliers, finish.Active.Count)];
    }

    private static bool Run(DenseQp qp, ExactFinish finish, double[] guess, int steps = 1000)
    {
        fixed (double* y = guess)
            return finish.Run(qp, y, steps);
    }

    private static double[] Point(DenseQp qp, ExactFinish finish) => new Span<double>(finish.X, qp.Variables).ToArray();

    private static double[] Guess(DenseQp qp, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, qp.Rows).Select(_ => random.Next(3) == 0 ? LayerProblems.Normal(random) : 0)];
    }

    private static (DenseQp Qp, ExactFinish Finish) Loaded(QpProblem problem)
    {
        DenseQp qp = new();
        ExactFinish finish = new();
        qp.Reserve(problem.Variables, problem.Constraints.Matrix);
        qp.SetCost(problem.Q);
        qp.LargestCost = problem.Q.Max(Math.Abs);
        problem.P.CopyTo(new Span<double>(qp.P, qp.Variables));
        problem.Constraints.Matrix.Values.CopyTo(new Span<double>(qp.Values, qp.Entries));
        problem.Constraints.Lower.CopyTo(new Span<double>(qp.Lower, qp.Rows));
        problem.Constraints.Upper.CopyTo(new Span<double>(qp.Upper, qp.Rows));
        Assert.True(finish.System.Begin(qp));
        finish.SetLinear(qp);
        return (qp, finish);
    }
}
