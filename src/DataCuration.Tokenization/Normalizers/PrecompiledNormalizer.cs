using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// The table of replacements in SentencePiece models (sentencepiece, normalizer.cc): a double array of units, and the texts that its values point to. Applied
/// as the tokenizers library does it: to clusters of characters of fewer than six bytes, by the shortest key that starts a cluster, then to single characters.
/// </summary>
internal sealed class PrecompiledNormalizer : TextNormalizer
{
    private const int ClusterLimit = 6;
    private readonly uint[] units;
    private readonly byte[] texts;
    private readonly bool[] changesAscii = new bool[128];

    public PrecompiledNormalizer(ReadOnlySpan<byte> table)
    {
        if (table.Length < 4) throw new InvalidDataException("A table of replacements is too short.");
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(table);
        if (size % 4 != 0 || size > table.Length - 4 || size == 0) throw new InvalidDataException("A table of replacements has a wrong size.");
        units = new uint[size / 4];
        for (int i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 + 4 * i)..]);
        texts = table[(4 + (int)size)..].ToArray();
        Span<byte> one = stackalloc byte[1];
        for (int point = 0; point < 128; point++)
        {
            one[0] = (byte)point;
            changesAscii[point] = TryReplace(one, out _);
        }
    }

    public override void Apply(WorkText text)
    {
        ReadOnlySpan<byte> all = text.Text;
        TextBuffer? next = null;
        int done = 0;
        for (int at = 0; at < all.Length;)
        {
            // An ASCII character before another one is a cluster of its own, except for CR LF.
            if (all[at] < 0x80 && !changesAscii[all[at]] && (at + 1 == all.Length || all[at + 1] < 0x80) && all[at] != '\r')
            {
                at++;
                continue;
            }
            int end = at + ClusterLength(all[at..]);
            if (end - at < ClusterLimit && TryReplace(all[at..end], out ReadOnlySpan<byte> replacement))
            {
                Replace(text, ref next, ref done, at, end, replacement);
                at = end;
                continue;
            }
            while (at < end)
            {
                int length = CodePoints.LengthOf(all[at]);
                if (TryReplace(all.Slice(at, length), out replacement)) Replace(text, ref next, ref done, at, at + length, replacement);
                at += length;
            }
        }
        if (next is null) return;
        next.Append(text.Buffer, done, all.Length - done);
        text.Complete();
    }

    private static void Replace(WorkText text, ref TextBuffer? next, ref int done, int start, int end, ReadOnlySpan<byte> replacement)
    {
        next ??= text.Begin();
        next.Append(text.Buffer, done, start - done);
        next.Append(replacement, text.Buffer, start, end - start);
        done = end;
    }

    /// <summary>Returns the length of the first extended grapheme cluster (Annex 29) in bytes.</summary>
    private static int ClusterLength(ReadOnlySpan<byte> text)
    {
        // Clusters are searched in a copy of the next characters. Only their start counts if they are long: then they are read one by one.
        Span<char> units = stackalloc char[64];
        int used = 0, at = 0;
        while (at < text.Length && used + 2 <= units.Length)
        {
            Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length);
            used += rune.EncodeToUtf16(units[used..]);
            at += length;
        }
        int cluster = StringInfo.GetNextTextElementLength(units[..used]);
        return Encoding.UTF8.GetByteCount(units[..cluster]);
    }

    /// <summary>Finds the text that replaces a key: the one of the shortest prefix in the table.</summary>
    private bool TryReplace(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        uint place = 0;
        uint unit = units[0];
        place ^= Offset(unit);
        foreach (byte value in key)
        {
            if (value == 0) return false;
            place ^= value;
            if (place >= units.Length) return false;
            unit = units[place];
            if ((unit & 0x800000FF) != value) return false;
            place ^= Offset(unit);
            if (((unit >> 8) & 1) == 0) continue;
            if (place >= units.Length) return false;
            int start = (int)(units[place] & 0x7FFFFFFF);
            if (start > texts.Length) return false;
            int end = texts.AsSpan(start).IndexOf((byte)0);
            replacement = texts.AsSpan(start, end < 0 ? texts.Length - start : end);
            return true;
        }
        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
