namespace DataCuration;

/// <summary>
/// The decompressed content of a crawl file, in segments: a segment ends where bytes are lost, or with the file. What is at hand grows until it is used.
/// </summary>
internal sealed class WarcWindow(UnitInput input)
{
    private const int ChunkBytes = 64 * 1024;

    // Where units begin among the bytes at hand, and where in the stored file.
    private readonly List<(long Offset, long Stored)> units = [];
    private int firstUnit;
    private byte[] bytes = GC.AllocateUninitializedArray<byte>(4 * ChunkBytes);
    private int start;
    private int end;
    private long storedOfUnit;
    private long startOfUnit = -1;
    private long lastUnit;
    private long lastQueued = -1;

    /// <summary>The offset in the content of the next byte.</summary>
    public long Offset { get; private set; }

    /// <summary>What ended the segment; null while it goes on, and at the file's end.</summary>
    public LostBytes? Lost { get; private set; }

    /// <summary>Whether the file has ended.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>The bytes at hand.</summary>
    public ReadOnlySpan<byte> Available => bytes.AsSpan(start, end - start);

    /// <summary>Where in the stored file the unit begins that the next byte belongs to; for a plain file, where the byte stands.</summary>
    public long StoredOffset => input.IsCompressed ? storedOfUnit : Offset;

    /// <summary>Where in the content the unit begins that was read last.</summary>
    public long LastUnitOffset => lastUnit;

    /// <summary>A copy of bytes at hand.</summary>
    public byte[] Copy(int from, int count) => bytes.AsSpan(start + from, count).ToArray();

    /// <summary>Reads on.</summary>
    /// <returns>False at the segment's end.</returns>
    public bool TryFill()
    {
        while (Lost is null && !IsEnd)
        {
            MakeRoom();
            switch (input.Read(bytes.AsSpan(end), out int written))
            {
                case UnitStep.Data:
                    end += written;
                    return true;
                case UnitStep.UnitStart:
                    lastUnit = Offset + (end - start);
                    // Of empty units only the last counts: it is where the next byte stands.
                    if (lastUnit == Offset) (startOfUnit, storedOfUnit) = (lastUnit, input.UnitOffset);
                    else if (lastUnit != lastQueued) units.Add((lastQueued = lastUnit, input.UnitOffset));
                    break;
                case UnitStep.Lost:
                    Lost = input.Lost;
                    break;
                default:
                    IsEnd = true;
                    break;
            }
        }
        return false;
    }

    /// <summary>The bytes at hand, so many at least unless the segment ends before.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count && TryFill())
        {
        }
        return Available;
    }

    /// <summary>Passes over bytes at hand.</summary>
    public void Advance(int count)
    {
        start += count;
        Offset += count;
        while (firstUnit < units.Count && units[firstUnit].Offset <= Offset) (startOfUnit, storedOfUnit) = units[firstUnit++];
        if (firstUnit <= units.Count / 2) return;
        units.RemoveRange(0, firstUnit);
        firstUnit = 0;
    }

    /// <summary>Whether a unit begins with the next byte.</summary>
    public bool IsUnitStart => startOfUnit == Offset;

    /// <summary>The next place behind another one where a unit begins, among the bytes at hand or right behind them; -1 if none does.</summary>
    public int NextUnitStart(int after)
    {
        int low = firstUnit;
        int high = units.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (units[middle].Offset - Offset > after) high = middle;
            else low = middle + 1;
        }
        return low < units.Count ? (int)(units[low].Offset - Offset) : -1;
    }

    /// <summary>Goes on behind the lost bytes; what is at hand must have been used.</summary>
    public void EndSegment() => Lost = null;

    private void MakeRoom()
    {
        if (start == end) start = end = 0;
        if (bytes.Length - end >= ChunkBytes) return;
        if (start >= bytes.Length / 2)
        {
            bytes.AsSpan(start, end - start).CopyTo(bytes);
            end -= start;
            start = 0;
        }
        else
        {
            Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, Array.MaxLength));
        }
    }
}
