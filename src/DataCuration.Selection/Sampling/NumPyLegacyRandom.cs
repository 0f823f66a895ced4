namespace DataCuration.Selection;

/// <summary>
/// The generator of <c>numpy.random.seed(int)</c> and <c>numpy.random.gumbel</c>, for runs that must select what the DSIR reference selects. It is
/// <see cref="MersenneTwister"/> with NumPy's legacy distributions.
/// </summary>
internal sealed class NumPyLegacyRandom
{
    private readonly MersenneTwister _bits;

    /// <summary>Creates the stream that follows <c>numpy.random.seed(seed)</c>.</summary>
    public NumPyLegacyRandom(uint seed) => _bits = new MersenneTwister(seed);

    /// <summary>Returns the next 32 bits.</summary>
    public uint NextUInt32() => _bits.NextUInt32();

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
}
