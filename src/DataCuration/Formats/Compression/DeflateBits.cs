namespace DataCuration;

/// <summary>A bit buffer over deflate data, first bit lowest (RFC 1951, section 3.1.1), that reads whole bytes ahead.</summary>
internal sealed class DeflateBits
{
    private StoredBuffer input = null!;

    /// <summary>The buffered bits, the next one lowest.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The number of buffered bits.</summary>
    public int Count { get; private set; }

    /// <summary>Starts at the next byte of a source.</summary>
    public void Begin(StoredBuffer source)
    {
        input = source;
        Set(0, 0);
    }

    /// <summary>Sets the buffered bits. Bits beyond the count are cleared, because a fast refill loads more than it counts.</summary>
    public void Set(ulong bits, int count)
    {
        Bits = count < 64 ? bits & ((1UL << count) - 1) : bits;
        Count = count;
    }

    /// <summary>Returns whole bytes that were read ahead to the source.</summary>
    public void GiveBack()
    {
        input.Advance(-(Count >> 3));
        Bits = 0;
        Count = 0;
    }

    /// <summary>Reads until at least the given number of bits is buffered.</summary>
    /// <returns>False if the data ends before.</returns>
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

    /// <summary>Consumes buffered bits.</summary>
    public int Take(int count)
    {
        int value = (int)(Bits & ((1UL << count) - 1));
        Bits >>= count;
        Count -= count;
        return value;
    }

    /// <summary>Decodes one symbol bit by bit, for use near the end of the input.</summary>
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
            // An entry is valid only if all its bits are buffered; missing bits read as zeros. An unused code has no length: only 15 buffered bits prove it
            // invalid.
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
