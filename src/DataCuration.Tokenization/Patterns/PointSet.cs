namespace DataCuration.Tokenization;

/// <summary>A set of code points that is given by a test. Blocks of 256 code points are tested when they are first needed.</summary>
/// <param name="contains">The test.</param>
internal sealed class PointSet(Func<int, bool> contains)
{
    private readonly ulong[]?[] blocks = new ulong[CodePoints.Count >> 8][];

    /// <summary>Returns true if the set contains a code point.</summary>
    public bool Contains(int point)
    {
        ulong[] block = blocks[point >> 8] ?? Fill(point >> 8);
        return ((block[(point >> 6) & 3] >> (point & 63)) & 1) != 0;
    }

    // Two threads may fill a block at the same time: both write the same.
    private ulong[] Fill(int number)
    {
        ulong[] block = new ulong[4];
        for (int i = 0; i < 256; i++)
            if (contains((number << 8) | i)) block[i >> 6] |= 1UL << (i & 63);
        return blocks[number] = block;
    }
}
