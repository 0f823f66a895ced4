namespace DataCuration.Extraction;

/// <summary>The inline markup that is open. Its start is written with the first text inside it, so that markup without text is not written.</summary>
internal sealed class InlineMarkers
{
    private const int MaxOfKind = 4;

    private readonly RowList<InlineMarker> markers = new();
    private readonly List<int> effective = []; // indexes of the markers that are written, at most a few even if hundreds are open
    private readonly int[] open = new int[3];
    private int waiting;

    /// <summary>True if markup waits for the first text inside it.</summary>
    public bool AnyWaits => waiting > 0;

    /// <summary>Resets the state for the next page.</summary>
    public void Clear()
    {
        markers.Clear();
        effective.Clear();
        Array.Clear(open);
        waiting = 0;
    }

    /// <summary>Begins a block. Markup that is still open was closed at the end of the block before.</summary>
    public void BeginBlock() => waiting = markers.Count;

    /// <summary>Opens markup.</summary>
    /// <param name="begin">The text written before the content.</param>
    /// <param name="end">The text written after the content.</param>
    /// <param name="isOnce">True to write it only in the first of several blocks that it spans.</param>
    /// <param name="kind">The kind.</param>
    public void Open(byte[] begin, byte[] end, bool isOnce, InlineMarkerKind kind)
    {
        // Deeper nesting has no meaning, and would be written again in each block. Each kind is counted by itself so that it does not displace another.
        bool isWritten = open[(int)kind] < MaxOfKind;
        if (isWritten) effective.Add(markers.Count);
        markers.Add(new InlineMarker(isWritten ? begin : null, isWritten ? end : null, isOnce, kind));
        open[(int)kind]++;
        waiting++;
    }

    /// <summary>Closes the markup that was opened last.</summary>
    /// <returns>What is written; nothing if there was no text inside.</returns>
    public byte[]? Close()
    {
        InlineMarker marker = markers.RemoveLast();
        if (effective.Count > 0 && effective[^1] == markers.Count) effective.RemoveAt(effective.Count - 1);
        open[(int)marker.Kind]--;
        if (waiting == 0) return marker.End;
        waiting--;
        return null;
    }

    /// <summary>Writes the start of the markup that waits.</summary>
    public void WriteBegins(PageBlocks page)
    {
        foreach (int i in effective)
            if (i >= markers.Count - waiting) page.Write(markers[i].Begin);
        waiting = 0;
    }

    /// <summary>Writes the ends of all open markup, at the end of a block.</summary>
    public void WriteEnds(PageBlocks page)
    {
        // Only effective markers write anything. There may be hundreds of others in each block.
        for (int k = effective.Count - 1; k >= 0; k--)
        {
            int i = effective[k];
            if (i >= markers.Count - waiting) continue;
            page.Write(markers[i].End);
            if (markers[i].IsOnce) markers[i] = markers[i] with { Begin = null, End = null };
        }
    }
}
