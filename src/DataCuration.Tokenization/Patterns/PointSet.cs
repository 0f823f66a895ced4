namespace DataCuration.Tokenization;

/// <summary>A set of code points that is given by a test. Blocks of 256 code points are tested when they are first needed.</summary>
/// <param name="contains">The test.</param>
internal sealed class PointSet(Func<int, bool> contains)
{
    // Made when first needed: a pattern can have many sets, and one array has 35 kB.
    private ulong[]?[]? blocks;

    /// <summary>Returns true if the set contains a code point.</summary>
    public bool Contains(int point)
    {
        ulong[]?[] made = blocks ??= new ulong[CodePoints.Count >> 8][];
        ulong[] block = made[point >> 8] ?? Fill(made, point >> 8);
        return ((block[(point >> 6) & 3] >> (point & 63)) & 1) != 0;
    }

    // Two threads may make or fill a block at the same time: both write the same.
    private ulong[] Fill(ulong[]?[] made, int number)
    {
        ulong[] block = new ulong[4];
        for (int i = 0; i < 256; i++)
            if (contains((number << 8) | i)) block[i >> 6] |= 1UL << (i & 63);
        return made[number] = block;
    }
}
