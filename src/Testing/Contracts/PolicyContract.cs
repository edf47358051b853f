using DiffOG.Actions;
using DiffOG.Policies;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every policy must do.</summary>
public abstract class PolicyContract
{
    /// <summary>Makes the policy under test, ready to act.</summary>
    protected abstract IPolicy Create();

    /// <summary>How much a chunk may depend on the size of the batch it is drawn in, in raw units.</summary>
    protected virtual double BatchTolerance => 0;

    /// <summary>Chunks have the shape of the spec and are finite.</summary>
    [Fact]
    public void Chunks_conform_to_the_spec()
    {
        using IPolicy policy = Create();
        foreach (ActionChunk chunk in policy.Act(Queries(policy, 3)))
        {
            Assert.Equal((policy.Spec.ChunkSteps, policy.Spec.Action.Size), (chunk.Steps, chunk.Dimensions));
            Numbers.Finite(chunk.Values, "chunk");
        }
    }

    /// <summary>The spec can be executed.</summary>
    [Fact]
    public void The_spec_is_sound()
    {
        using IPolicy policy = Create();
        Assert.True(policy.Spec.ObservationSteps >= 1);
        Assert.InRange(policy.Spec.ExecutedSteps, 1, policy.Spec.ChunkSteps);
    }

    /// <summary>An answer depends on its own query alone.</summary>
    [Fact]
    public void A_chunk_depends_on_its_own_query_alone()
    {
        using IPolicy policy = Create();
        PolicyQuery[] queries = Queries(policy, 4);
        IReadOnlyList<ActionChunk> batch = policy.Act(queries);
        for (int i = queries.Length - 1; i >= 0; i--)
            Numbers.Close(policy.Act([queries[i]])[0].Values, batch[i].Values, BatchTolerance);
    }

    /// <summary>Equal queries get equal answers, whatever was asked in between.</summary>
    [Fact]
    public void Equal_queries_get_equal_chunks()
    {
        using IPolicy policy = Create();
        PolicyQuery[] queries = Queries(policy, 2);
        double[] first = policy.Act([queries[0]])[0].Values;
        policy.Act([queries[1]]);
        Assert.Equal(first, policy.Act([queries[0]])[0].Values);
    }

    /// <summary>Histories are not written to.</summary>
    [Fact]
    public void Histories_are_not_changed()
    {
        using IPolicy policy = Create();
        PolicyQuery query = Queries(policy, 1)[0];
        double[][] before = [.. query.History.Select(o => o.Values.ToArray())];
        policy.Act([query]);
        Assert.Equal(before, query.History.Select(o => o.Values));
    }

    private static PolicyQuery[] Queries(IPolicy policy, int count) => [.. Enumerable.Range(0, count).Select(i => new PolicyQuery(
        [.. Enumerable.Range(0, policy.Spec.ObservationSteps).Select(t => Seen(policy.Spec.Observations, (10 * i) + t))], Seed: i, ChunkIndex: i))];

    private static Observation Seen(ObservationSpec spec, long seed) => new(RandomValues.Normal(spec.Size, seed))
    {
        Images = spec.Cameras.ToDictionary(c => c.Name, c => new Image(c.Width, c.Height, [.. RandomValues.Normal(c.Bytes, seed).Select(v => (byte)Math.Clamp(128 + (50 * v), 0, 255))])),
    };
}
