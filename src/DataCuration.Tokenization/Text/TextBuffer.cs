using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Tokenization;

/// <summary>A text in UTF-8 that grows, and for each byte the stretch of the original text that it comes from, if offsets are wanted.</summary>
internal sealed class TextBuffer
{
    /// <summary>Bytes after the text that may be read, but mean nothing.</summary>
    public const int Padding = 32;

    private byte[] bytes = new byte[256];
    private int[] starts = [], ends = [];

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>True if the origin of each byte is recorded.</summary>
    public bool Tracks { get; private set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => bytes.AsSpan(0, Length);

    /// <summary>For each byte the start of the original characters that it comes from.</summary>
    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Tracks ? Length : 0);

    /// <summary>For each byte the end of the original characters that it comes from.</summary>
    public ReadOnlySpan<int> Ends => ends.AsSpan(0, Tracks ? Length : 0);

    /// <summary>Empties the buffer.</summary>
    public void Clear(bool tracks)
    {
        Length = 0;
        Tracks = tracks;
    }

    /// <summary>Replaces the content by a part of an original text.</summary>
    /// <param name="text">The part.</param>
    /// <param name="offset">Its position in the original text.</param>
    /// <param name="tracks">True to record origins.</param>
    public void Set(ReadOnlySpan<byte> text, int offset, bool tracks)
    {
        Clear(tracks);
        Reserve(text.Length);
        text.CopyTo(bytes);
        Length = text.Length;
        if (!tracks) return;
        for (int at = 0; at < text.Length;)
        {
            int length = CodePoints.LengthOf(text[at]);
            for (int i = at; i < at + length && i < text.Length; i++) (starts[i], ends[i]) = (offset + at, offset + at + length);
            at += length;
        }
    }

    /// <summary>Adds a part of another buffer.</summary>
    public void Append(TextBuffer other, int start, int length)
    {
        Reserve(length);
        other.bytes.AsSpan(start, length).CopyTo(bytes.AsSpan(Length));
        if (Tracks)
        {
            other.starts.AsSpan(start, length).CopyTo(starts.AsSpan(Length));
            other.ends.AsSpan(start, length).CopyTo(ends.AsSpan(Length));
        }
        Length += length;
    }

    /// <summary>Adds bytes in place of a part of another buffer.</summary>
    public void Append(ReadOnlySpan<byte> added, TextBuffer other, int start, int length)
    {
        Reserve(added.Length);
        added.CopyTo(bytes.AsSpan(Length));
        if (Tracks)
        {
            (int first, int last) = other.Origin(start, start + length);
            starts.AsSpan(Length, added.Length).Fill(first);
            ends.AsSpan(Length, added.Length).Fill(last);
        }
        Length += added.Length;
    }

    /// <summary>Adds a character in place of a part of another buffer.</summary>
    public void Append(int point, TextBuffer other, int start, int length)
    {
        Span<byte> added = stackalloc byte[4];
        Append(added[..CodePoints.Encode(point, added)], other, start, length);
    }

    /// <summary>Adds a text with each occurrence of a byte replaced. Only for buffers that do not record origins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wanted">The byte.</param>
    /// <param name="replacement">Up to four bytes in place of it.</param>
    public void AppendReplacing(ReadOnlySpan<byte> text, byte wanted, ReadOnlySpan<byte> replacement)
    {
        Reserve(checked(text.Length * Math.Max(1, replacement.Length)));
        Span<byte> padded = stackalloc byte[4];
        replacement.CopyTo(padded);
        uint four = Unsafe.ReadUnaligned<uint>(ref padded[0]);
        ref byte source = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetArrayDataReference(bytes);
        int from = 0, to = Length;
        while (from + Vector128<byte>.Count <= text.Length)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(ref source, (nuint)from);
            block.StoreUnsafe(ref target, (nuint)to); // what is too much is overwritten; the padding has room for it
            uint found = Vector128.Equals(block, Vector128.Create(wanted)).ExtractMostSignificantBits();
            int length = found == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(found);
            (from, to) = (from + length, to + length);
            if (found == 0) continue;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, to), four);
            from++;
            to += replacement.Length;
        }
        foreach (byte value in text[from..])
        {
            if (value != wanted)
            {
                bytes[to++] = value;
                continue;
            }
            replacement.CopyTo(bytes.AsSpan(to));
            to += replacement.Length;
        }
        Length = to;
    }

    /// <summary>Returns the stretch of the original text that a part comes from.</summary>
    public (int Start, int End) Origin(int start, int end)
    {
        if (!Tracks || Length == 0) return (0, 0);
        if (start >= end) return start < Length ? (starts[start], starts[start]) : (ends[Length - 1], ends[Length - 1]);
        return (starts[start], ends[end - 1]);
    }

    private void Reserve(int more)
    {
        int needed = checked(Length + more + Padding);
        if (bytes.Length < needed) Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * bytes.Length)));
        if (!Tracks || starts.Length >= bytes.Length) return;
        Array.Resize(ref starts, bytes.Length);
        Array.Resize(ref ends, bytes.Length);
    }
}
