using DiffOG.Actions;
using DiffOG.Projectors;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every Q-projector must do.</summary>
public abstract class QProjectorContract
{
    /// <summary>Makes the projector under test, ready to use.</summary>
    protected abstract IQProjector Create();

    /// <summary>How much two computations of one matrix may differ, alone or in a batch: zero where sums are always taken in one order.</summary>
    protected virtual double BatchTolerance => 0;

    /// <summary>Matrices are symmetric and positive definite.</summary>
    [Fact]
    public void Costs_are_symmetric_and_positive_definite()
    {
        using IQProjector projector = Create();
        int n = projector.Steps * projector.Dimensions;
        foreach (double[] cost in projector.Project(Chunks(projector, 4)))
        {
            Assert.Equal(n * n, cost.Length);
            Assert.All(Enumerable.Range(0, n * n), i => Assert.Equal(cost[i], cost[((i % n) * n) + (i / n)]));
            Assert.True(IsPositiveDefinite(cost, n), "The Cholesky factorisation met a pivot that is not positive.");
        }
    }

    /// <summary>A matrix depends on its own chunk alone.</summary>
    [Fact]
    public void A_cost_depends_on_its_own_chunk_alone()
    {
        using IQProjector projector = Create();
        ActionChunk[] chunks = Chunks(projector, 3);
        IReadOnlyList<double[]> batch = projector.Project(chunks);
        for (int i = 0; i < chunks.Length; i++)
            Numbers.Close(projector.Project([chunks[i]])[0], batch[i], BatchTolerance);
    }

    /// <summary>Writing into a caller's buffer gives the same numbers, bit for bit where sums are taken in one order, whatever was in it and whatever was projected before.</summary>
    [Fact]
    public void A_cost_written_into_a_buffer_is_the_same()
    {
        using IQProjector projector = Create();
        ActionChunk[] chunks = Chunks(projector, 2);
        int n = projector.Steps * projector.Dimensions;
        double[] buffer = new double[n * n];
        foreach (ActionChunk chunk in new[] { chunks[0], chunks[1], chunks[0] })
        {
            double[] expected = projector.Project([chunk])[0];
            Array.Fill(buffer, double.NaN);
            projector.Project(chunk, buffer);
            Numbers.Close(expected, buffer, BatchTolerance);
        }
    }

    /// <summary>A part of a larger array is a buffer too, and nothing around it is written.</summary>
    [Fact]
    public void Only_the_buffer_is_written()
    {
        using IQProjector projector = Create();
        ActionChunk chunk = Chunks(projector, 1)[0];
        int size = projector.Steps * projector.Dimensions * projector.Steps * projector.Dimensions;
        double[] larger = new double[size + 6];
        projector.Project(chunk, larger.AsMemory(3, size));
        Numbers.Close(projector.Project([chunk])[0], larger[3..^3], BatchTolerance);
        Assert.All(larger[..3].Concat(larger[^3..]), value => Assert.Equal(0, value));
    }

    /// <summary>A buffer for a matrix of another size is refused.</summary>
    [Fact]
    public void A_buffer_of_another_length_is_refused()
    {
        using IQProjector projector = Create();
        ActionChunk chunk = Chunks(projector, 1)[0];
        int size = projector.Steps * projector.Dimensions * projector.Steps * projector.Dimensions;
        Assert.Throws<ArgumentException>(() => projector.Project(chunk, new double[size - 1]));
        Assert.Throws<ArgumentException>(() => projector.Project(chunk, new double[size + 1]));
    }

    /// <summary>The chunk handed in is not written to.</summary>
    [Fact]
    public void Chunks_are_not_changed()
    {
        using IQProjector projector = Create();
        ActionChunk[] chunks = Chunks(projector, 1);
        double[] before = [.. chunks[0].Values];
        projector.Project(chunks);
        Assert.Equal(before, chunks[0].Values);
        projector.Project(chunks[0], new double[before.Length * before.Length]);
        Assert.Equal(before, chunks[0].Values);
    }

    /// <summary>A chunk of another shape is refused.</summary>
    [Fact]
    public void A_chunk_of_another_shape_is_refused()
    {
        using IQProjector projector = Create();
        ActionChunk chunk = RandomValues.Chunk(projector.Steps + 1, projector.Dimensions, 1);
        int n = projector.Steps * projector.Dimensions;
        Assert.Throws<ArgumentException>(() => projector.Project([chunk]));
        Assert.Throws<ArgumentException>(() => projector.Project(chunk, new double[n * n]));
    }

    private static ActionChunk[] Chunks(IQProjector projector, int count) =>
        [.. Enumerable.Range(0, count).Select(i => RandomValues.Chunk(projector.Steps, projector.Dimensions, i))];

    private static bool IsPositiveDefinite(double[] matrix, int n)
    {
        double[] l = [.. matrix];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < j; k++)
            {
                for (int i = j; i < n; i++)
                    l[(i * n) + j] -= l[(i * n) + k] * l[(j * n) + k];
            }
            double pivot = l[(j * n) + j];
            if (!(pivot > 0))
                return false;
            for (int i = j; i < n; i++)
                l[(i * n) + j] /= Math.Sqrt(pivot);
        }
        return true;
    }
}
