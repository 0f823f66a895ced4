namespace DataCuration.Selection;

/// <summary>
/// The generator of <c>numpy.random.seed(int)</c> and <c>numpy.random.gumbel</c>, for runs that must select what the DSIR reference selects. It is MT19937
/// with init_genrand (Matsumoto and Nishimura, "Mersenne Twister", 1998; the 2002 initialisation) and NumPy's legacy distributions.
/// </summary>
internal sealed class NumPyLegacyRandom
{
    private const int StateWords = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[StateWords];
    private int _next = StateWords;

    /// <summary>Creates the stream that follows <c>numpy.random.seed(seed)</c>.</summary>
    public NumPyLegacyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < StateWords; i++)
        {
            uint previous = _state[i - 1];
            _state[i] = (1812433253 * (previous ^ (previous >> 30))) + i;
        }
    }

    /// <summary>Returns the next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (_next == StateWords)
        {
            Refill();
        }

        uint value = _state[_next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680;
        value ^= (value << 15) & 0xEFC60000;
        return value ^ (value >> 18);
    }

    /// <summary>Returns the next double in [0, 1) with 53 bits (<c>random_double</c>).</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5;
        uint low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>
    /// Returns the next standard Gumbel number, -log(-log U) with U = 1 - random_double. U = 1 is drawn again (<c>legacy_gumbel</c> with loc 0, scale 1).
    /// </summary>
    public double NextGumbel()
    {
        while (true)
        {
            double uniform = 1.0 - NextDouble();
            if (uniform < 1.0)
            {
                return -DeterministicMath.Log(-DeterministicMath.Log(uniform));
            }
        }
    }

    private void Refill()
    {
        for (int i = 0; i < StateWords; i++)
        {
            uint mixed = (_state[i] & 0x80000000) | (_state[(i + 1) % StateWords] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % StateWords] ^ (mixed >> 1) ^ ((mixed & 1) * 0x9908B0DF);
        }

        _next = 0;
    }
}
