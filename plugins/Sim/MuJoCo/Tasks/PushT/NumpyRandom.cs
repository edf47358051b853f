namespace DiffOG.Simulation.MuJoCo.Tasks.PushT;

/// <summary>
/// The numbers of numpy's RandomState: the Mersenne twister (Matsumoto and Nishimura 1998), whole numbers by masked
/// rejection, normal numbers by the polar method. With them a seed begins the very episode that it begins in the original.
/// </summary>
internal sealed class NumpyRandom
{
    private const int Size = 624, Middle = 397;
    private readonly uint[] state = new uint[Size];
    private int next = Size;

    /// <param name="seed">Seeds below 2³² are numpy's; higher bits are folded in.</param>
    public NumpyRandom(long seed)
    {
        state[0] = (uint)seed ^ (uint)(seed >> 32);
        for (uint i = 1; i < Size; i++)
            state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + i;
    }

    /// <summary>A whole number from <paramref name="from"/> to <paramref name="below"/> − 1, as randint.</summary>
    public int Integer(int from, int below)
    {
        uint range = (uint)(below - from - 1);
        uint mask = System.Numerics.BitOperations.RoundUpToPowerOf2(range + 1) - 1;
        uint value;
        do
            value = Bits() & mask;
        while (value > range);
        return from + (int)value;
    }

    /// <summary>A standard normal number, as the first of randn.</summary>
    public double Normal()
    {
        while (true)
        {
            (double x, double y) = ((2 * Unit()) - 1, (2 * Unit()) - 1);
            double square = (x * x) + (y * y);
            if (square is < 1 and > 0)
                return y * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    private double Unit() => (((Bits() >> 5) * 67108864.0) + (Bits() >> 6)) / 9007199254740992.0;

    private uint Bits()
    {
        if (next == Size)
            Refill();
        uint y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7fffffff);
            state[i] = state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }
}
