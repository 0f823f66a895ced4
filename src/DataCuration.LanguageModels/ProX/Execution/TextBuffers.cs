using System.Buffers;

namespace DataCuration.LanguageModels;

/// <summary>A text that replacements edit, in two pooled buffers that take turns. The text itself is not changed.</summary>
/// <param name="text">The text in UTF-8.</param>
internal ref struct TextBuffers(ReadOnlySpan<byte> text)
{
    private byte[]? front;
    private byte[]? back;

    /// <summary>The text after all replacements so far.</summary>
    public ReadOnlySpan<byte> Current { get; private set; } = text;

    /// <summary>Counts the occurrences of a string, left to right, without overlaps.</summary>
    /// <param name="source">The string, not empty.</param>
    /// <param name="most">Counting stops above this number.</param>
    public readonly long CountOf(scoped ReadOnlySpan<byte> source, long most)
    {
        var search = new Utf8Search(source);
        long count = 0;
        for (int at = 0; count <= most && (at = search.Next(Current, at)) >= 0; at += source.Length) count++;
        search.Dispose();
        return count;
    }

    /// <summary>Replaces each occurrence of a string, left to right, without overlaps.</summary>
    /// <param name="source">The string, not empty.</param>
    /// <param name="target">The replacement. It must not be part of <see cref="Current"/>.</param>
    /// <param name="maxLength">The longest result in bytes.</param>
    /// <returns>The number of replacements; -1 if the result would be longer, which leaves the text as it is.</returns>
    public long Replace(scoped ReadOnlySpan<byte> source, scoped ReadOnlySpan<byte> target, long maxLength)
    {
        var search = new Utf8Search(source);
        int found = search.Next(Current, 0);
        if (found < 0)
        {
            search.Dispose();
            return 0;
        }
        long capacity = Current.Length;
        if (target.Length > source.Length)
        {
            // The length is known before anything is allocated.
            capacity += CountOf(source, long.MaxValue - 1) * (target.Length - source.Length);
            if (capacity > Math.Min(maxLength, Array.MaxLength))
            {
                search.Dispose();
                return -1;
            }
        }
        if (back is null || back.Length < capacity)
        {
            if (back is not null) ArrayPool<byte>.Shared.Return(back);
            back = null;
            back = ArrayPool<byte>.Shared.Rent((int)capacity);
        }
        int read = 0, written = 0;
        long count = 0;
        for (; found >= 0; found = search.Next(Current, read), count++)
        {
            Current[read..found].CopyTo(back.AsSpan(written));
            written += found - read;
            target.CopyTo(back.AsSpan(written));
            written += target.Length;
            read = found + source.Length;
        }
        Current[read..].CopyTo(back.AsSpan(written));
        written += Current.Length - read;
        search.Dispose();
        (front, back) = (back, front);
        Current = front.AsSpan(0, written);
        return count;
    }

    /// <summary>Returns the buffers to the pool. <see cref="Current"/> must not be used afterwards.</summary>
    public void Dispose()
    {
        if (front is not null) ArrayPool<byte>.Shared.Return(front);
        if (back is not null) ArrayPool<byte>.Shared.Return(back);
        front = back = null;
        Current = [];
    }
}
