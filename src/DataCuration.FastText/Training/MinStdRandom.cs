namespace DataCuration.FastText;

/// <summary>
/// The random numbers of the C++ program: <c>std::minstd_rand</c> (Park and Miller; 48271 x mod 2^31 - 1, [rand.predef]) and the distributions of the GNU
/// C++ library. With them, training on one thread gives the program's bytes.
/// </summary>
internal sealed class MinStdRandom
{
    private const ulong Modulus = 2147483647, Multiplier = 48271;

    /// <summary>The generator's maximum minus its minimum.</summary>
    private const ulong Range = Modulus - 2;

    private ulong state;

    public MinStdRandom(long seed)
    {
        state = unchecked((ulong)seed) % Modulus;
        if (state == 0) state = 1;
    }

    /// <summary>Returns a uniform number from 0 to <paramref name="count"/> - 1 (std::uniform_int_distribution).</summary>
    public int Below(long count)
    {
        ulong scaling = Range / (ulong)count, past = scaling * (ulong)count, value;
        do value = Next() - 1;
        while (value >= past);
        return (int)(value / scaling);
    }

    /// <summary>Returns a uniform number in [0, 1) from two numbers of the generator (std::generate_canonical).</summary>
    public double Canonical()
    {
        const double count = Range + 1;
        double sum = Next() - 1;
        sum += (Next() - 1) * count;
        double result = sum / (count * count);
        return result < 1 ? result : Math.BitDecrement(1.0);
    }

    /// <summary>Shuffles as std::shuffle does, which takes two positions from one number if the generator's range allows it.</summary>
    public void Shuffle(Span<int> items)
    {
        if (items.IsEmpty) return;
        int i = 1;
        if (Range / (ulong)items.Length < (ulong)items.Length)
        {
            for (; i < items.Length; i++) Swap(items, i, Below(i + 1L));
            return;
        }
        if (items.Length % 2 == 0) Swap(items, i++, Below(2));
        while (i < items.Length)
        {
            int both = Below((i + 1L) * (i + 2L)), second = i + 2;
            Swap(items, i++, both / second);
            Swap(items, i++, both % second);
        }
    }

    private static void Swap(Span<int> items, int left, int right) => (items[left], items[right]) = (items[right], items[left]);

    private ulong Next() => state = state * Multiplier % Modulus;
}
