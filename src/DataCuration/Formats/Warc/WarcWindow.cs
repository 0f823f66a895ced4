namespace DataCuration;

/// <summary>
/// A buffered window over the decompressed content of a crawl file. The content consists of segments: a segment ends where bytes are lost, or with the file.
/// </summary>
internal sealed class WarcWindow(UnitInput input)
{
    private const int ChunkBytes = 64 * 1024;

    // The start of each unit in the buffer, and its offset in the stored file.
    private readonly List<(long Offset, long Stored)> units = [];
    private int firstUnit;
    private byte[] bytes = GC.AllocateUninitializedArray<byte>(4 * ChunkBytes);
    private int start;
    private int end;
    private long storedOfUnit;
    private long startOfUnit = -1;
    private long lastUnit;
    private long lastQueued = -1;

    /// <summary>The offset of the next byte in the content.</summary>
    public long Offset { get; private set; }

    /// <summary>The loss that ended the segment; null inside a segment and at the end of the file.</summary>
    public LostBytes? Lost { get; private set; }

    /// <summary>True if the file has ended.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>The buffered bytes.</summary>
    public ReadOnlySpan<byte> Available => bytes.AsSpan(start, end - start);

    /// <summary>The offset in the stored file of the unit that contains the next byte; in a plain file, of the byte itself.</summary>
    public long StoredOffset => input.IsCompressed ? storedOfUnit : Offset;

    /// <summary>The offset in the content of the unit that was read last.</summary>
    public long LastUnitOffset => lastUnit;

    /// <summary>Copies buffered bytes.</summary>
    public byte[] Copy(int from, int count) => bytes.AsSpan(start + from, count).ToArray();

    /// <summary>Reads more bytes.</summary>
    /// <returns>False at the end of the segment.</returns>
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
                    // Of several empty units only the last one matters, because the next byte belongs to it.
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

    /// <summary>Buffered bytes: at least <paramref name="count"/>, fewer at the segment's end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count && TryFill())
        {
        }
        return Available;
    }

    /// <summary>Skips buffered bytes.</summary>
    public void Advance(int count)
    {
        start += count;
        Offset += count;
        while (firstUnit < units.Count && units[firstUnit].Offset <= Offset) (startOfUnit, storedOfUnit) = units[firstUnit++];
        if (firstUnit <= units.Count / 2) return;
        units.RemoveRange(0, firstUnit);
        firstUnit = 0;
    }

    /// <summary>True if a unit starts at the next byte.</summary>
    public bool IsUnitStart => startOfUnit == Offset;

    /// <summary>Returns the next offset after another one where a unit starts, inside the buffer or directly after it; -1 if no unit starts there.</summary>
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

    /// <summary>Continues after the lost bytes. All buffered bytes must have been consumed.</summary>
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
