namespace DataCuration;

/// <summary>
/// MT19937 with the initialisation of 2002 (Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), init_genrand): the generator of
/// <c>numpy.random.RandomState(int)</c>. It is for results that must equal those of a reference; anything else uses <see cref="SeededRandom"/>.
/// </summary>
internal sealed class MersenneTwister
{
    private const int StateWords = 624;
    private const int Middle = 397;

    private readonly uint[] state = new uint[StateWords];
    private int next = StateWords;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">The seed.</param>
    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < StateWords; i++)
        {
            uint previous = state[i - 1];
            state[i] = unchecked((1812433253 * (previous ^ (previous >> 30))) + i);
        }
    }

    /// <summary>Returns the next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (next == StateWords) Refill();
        uint value = state[next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680;
        value ^= (value << 15) & 0xEFC60000;
        return value ^ (value >> 18);
    }

    /// <summary>Returns the next 64 bits: two draws, the high half first, as NumPy's legacy generator makes them.</summary>
    public ulong NextUInt64()
    {
        ulong high = NextUInt32();
        return (high << 32) | NextUInt32();
    }

    private void Refill()
    {
        for (int i = 0; i < StateWords; i++)
        {
            uint mixed = (state[i] & 0x80000000) | (state[(i + 1) % StateWords] & 0x7FFFFFFF);
            state[i] = state[(i + Middle) % StateWords] ^ (mixed >> 1) ^ ((mixed & 1) * 0x9908B0DF);
        }
        next = 0;
    }
}
