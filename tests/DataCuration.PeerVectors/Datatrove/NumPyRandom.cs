namespace DataCuration.PeerVectors;

/// <summary>
/// NumPy's <c>default_rng(seed)</c>: a seed sequence of 128 bits (O'Neill 2015, "Developing a seed_seq alternative") and PCG64 XSL RR (O'Neill 2014).
/// </summary>
internal sealed class NumPyRandom
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4UL, 0x4385DF649FCCF645UL);
    private readonly UInt128 increment;
    private UInt128 state;

    public NumPyRandom(uint seed)
    {
        unchecked
        {
            uint[] pool = Pool(seed);
            uint hash = 0x8B51F9DDU;
            var words = new uint[8];
            for (int i = 0; i < words.Length; i++)
            {
                uint value = pool[i % 4] ^ hash;
                hash *= 0x58F38DEDU;
                value *= hash;
                words[i] = value ^ (value >> 16);
            }
            UInt128 start = new(Word(words, 0), Word(words, 2)), stream = new(Word(words, 4), Word(words, 6));
            increment = (stream << 1) | 1;
            state = increment + start;
            state = (state * Multiplier) + increment;
        }
    }

    /// <summary>The next number in [0, 1).</summary>
    public double Next()
    {
        unchecked
        {
            state = (state * Multiplier) + increment;
            ulong folded = (ulong)(state >> 64) ^ (ulong)state;
            return (ulong.RotateRight(folded, (int)(state >> 122)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Word(uint[] words, int at) => words[at] | ((ulong)words[at + 1] << 32);

    private static uint[] Pool(uint seed)
    {
        unchecked
        {
            uint hash = 0x43B0D7E5U;
            var pool = new uint[4];
            for (int i = 0; i < 4; i++) pool[i] = Hash(i == 0 ? seed : 0);
            for (int from = 0; from < 4; from++)
                for (int to = 0; to < 4; to++)
                    if (from != to) pool[to] = Mix(pool[to], Hash(pool[from]));
            return pool;

            uint Hash(uint value)
            {
                value ^= hash;
                hash *= 0x931E8875U;
                value *= hash;
                return value ^ (value >> 16);
            }
        }
    }

    private static uint Mix(uint x, uint y)
    {
        unchecked
        {
            uint result = (0xCA01F9DDU * x) - (0x4973F715U * y);
            return result ^ (result >> 16);
        }
    }
}
