namespace DataCuration;

/// <summary>The bits of deflate data, first bit lowest (RFC 1951, section 3.1.1), with whole bytes taken ahead.</summary>
internal sealed class DeflateBits
{
    private StoredBuffer input = null!;

    /// <summary>The bits at hand, the next one lowest.</summary>
    public ulong Bits { get; private set; }

    /// <summary>How many they are.</summary>
    public int Count { get; private set; }

    /// <summary>Begins with the next byte of a source.</summary>
    public void Begin(StoredBuffer source)
    {
        input = source;
        Set(0, 0);
    }

    /// <summary>Sets what is at hand; bits beyond the count are cleared, since a fast refill takes more than it counts.</summary>
    public void Set(ulong bits, int count)
    {
        Bits = count < 64 ? bits & ((1UL << count) - 1) : bits;
        Count = count;
    }

    /// <summary>Gives whole bytes that were taken ahead back to the source.</summary>
    public void GiveBack()
    {
        input.Advance(-(Count >> 3));
        Bits = 0;
        Count = 0;
    }

    /// <summary>Reads until so many bits are at hand.</summary>
    /// <returns>False if there are not so many.</returns>
    public bool Need(int wanted)
    {
        while (Count < wanted)
        {
            if (input.Start == input.End && !input.TryFill())
                return false;
            Bits |= (ulong)input.Array[input.Start] << Count;
            input.Advance(1);
            Count += 8;
        }
        return true;
    }

    /// <summary>Takes bits that are at hand.</summary>
    public int Take(int count)
    {
        int value = (int)(Bits & ((1UL << count) - 1));
        Bits >>= count;
        Count -= count;
        return value;
    }

    /// <summary>Decodes one symbol bit by careful bit: near the end of the input.</summary>
    public bool TryDecode(HuffmanTable table, out uint entry)
    {
        uint[] entries = table.Entries;
        int shift = 0;
        int tableStart = 0;
        int tableBits = table.RootBits;
        while (true)
        {
            entry = entries[tableStart + (int)(Bits >> shift & ((1UL << tableBits) - 1))];
            int length = (int)(entry & HuffmanTable.LengthMask);
            bool isTable = (entry & (HuffmanTable.Exception | HuffmanTable.Table)) == (HuffmanTable.Exception | HuffmanTable.Table);
            // An entry counts only if all its bits are there; missing ones read as zeros. No code has no length: it may be known only with all 15 bits.
            if (shift + (length == 0 ? Math.Max(1, tableBits) : length) > Count)
            {
                if (Need(Count + 1)) continue;
                return false;
            }
            if (isTable)
            {
                shift = length;
                tableStart = (int)(entry >> 16);
                tableBits = (int)(entry >> 8 & 0xff);
                continue;
            }
            Bits >>= shift + length;
            Count -= shift + length;
            return true;
        }
    }
}
