using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Tokenization;

/// <summary>
/// Places in a text that no token covers: before U+2581, the space of SentencePiece, after a character that no token has before it. A text can be encoded
/// in parts between such places.
/// </summary>
internal sealed class SafePlaces
{
    private readonly HashSet<int> unsafeBefore = [];
    private readonly bool[] unsafeAscii = new bool[128];

    /// <summary>No place is safe.</summary>
    public static SafePlaces None { get; } = new();

    private SafePlaces() => IsEmpty = true;

    public SafePlaces(TokenTable spellings, List<int> tokens)
    {
        foreach (int id in tokens)
        {
            ReadOnlySpan<byte> spelling = spellings[id];
            for (int at = 0, found; at < spelling.Length && (found = spelling[at..].IndexOf(Mark)) >= 0;)
            {
                at += found;
                if (at > 0) unsafeBefore.Add(CodePoints.DecodeBefore(spelling, at, out _));
                at += Mark.Length;
            }
        }
        unsafeBefore.Add(0x2581); // runs of spaces stay together
        for (int point = 0; point < unsafeAscii.Length; point++) unsafeAscii[point] = unsafeBefore.Contains(point);
        IsEmpty = spellings.Find(Mark) < 0;
    }

    private static ReadOnlySpan<byte> Mark => "\u2581"u8;

    /// <summary>True if no place is known to be safe.</summary>
    public bool IsEmpty { get; }

    /// <summary>Returns the first safe place after the start of a text, or its end.</summary>
    public int FindNext(ReadOnlySpan<byte> text)
    {
        int at = CodePoints.LengthOf(text[0]);
        while (at < text.Length)
        {
            int found = FindMark(text, at);
            if (found < 0) break;
            byte before = text[found - 1];
            if (before < 0x80 ? !unsafeAscii[before] : !unsafeBefore.Contains(CodePoints.DecodeBefore(text, found, out _))) return found;
            at = found + Mark.Length;
        }
        return text.Length;
    }

    private static int FindMark(ReadOnlySpan<byte> text, int at)
    {
        // Most words are short: the next mark is near.
        if (at + Vector128<byte>.Count + 2 <= text.Length)
        {
            ref byte start = ref MemoryMarshal.GetReference(text);
            uint found = (Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), Vector128.Create((byte)0xE2))
                & Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at + 1), Vector128.Create((byte)0x96))
                & Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at + 2), Vector128.Create((byte)0x81))).ExtractMostSignificantBits();
            if (found != 0) return at + BitOperations.TrailingZeroCount(found);
            at += Vector128<byte>.Count;
        }
        int place = text[at..].IndexOf(Mark);
        return place < 0 ? -1 : at + place;
    }
}
