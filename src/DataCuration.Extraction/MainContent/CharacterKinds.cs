using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Classifies characters for counting words and punctuation.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] Kinds = MakeKinds();

    /// <summary>Gets the class of a byte: an ASCII character, or the first byte of a longer one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterKind Of(byte value) => Kinds[value];

    /// <summary>
    /// Gets the class of a multi-byte character. <see cref="CharacterKind.Other"/> means invisible; <see cref="CharacterKind.Long"/> counts as half a word.
    /// </summary>
    public static CharacterKind Of(ReadOnlySpan<byte> character)
    {
        if (Rune.DecodeFromUtf8(character, out Rune rune, out _) != OperationStatus.Done) return CharacterKind.Letter;
        int code = rune.Value;
        return code switch
        {
            0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 => CharacterKind.Space,
            0xAD or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or 0x2060 or 0xFEFF => CharacterKind.Other,
            0x3002 or 0xFF01 or 0xFF0E or 0xFF1F or 0xFF61 or 0x2026 or 0x06D4 or 0x061F or 0x0964 or 0x0965 or 0x1362 or 0x104B => CharacterKind.Stop,
            0x3001 or 0xFF0C or 0xFF1A or 0xFF1B or 0x060C or 0x061B => CharacterKind.Comma,
            0xA9 or 0xAE or 0xAB or 0xBB or 0x2022 or 0xB7 or (>= 0x2190 and <= 0x21FF) or (>= 0x2500 and <= 0x27BF) or 0x2039 or 0x203A
                or (>= 0xE000 and <= 0xF8FF) => CharacterKind.Sign,
            (>= 0x2010 and <= 0x2027) or (>= 0x2030 and <= 0x205E) or (>= 0x3003 and <= 0x303F) or (>= 0xA1 and <= 0xBF) => CharacterKind.Mark,
            (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF) => CharacterKind.Long,
            _ => CharacterKind.Letter,
        };
    }

    private static CharacterKind[] MakeKinds()
    {
        var kinds = new CharacterKind[256];
        for (int i = 0; i < 256; i++)
        {
            kinds[i] = i switch
            {
                ' ' or '\t' or '\n' or '\r' or '\f' or '\v' or 0 => CharacterKind.Space,
                >= '0' and <= '9' => CharacterKind.Digit,
                >= 'a' and <= 'z' => CharacterKind.Letter,
                >= 'A' and <= 'Z' => CharacterKind.Capital,
                '.' or '!' or '?' => CharacterKind.Stop,
                ',' or ';' or ':' => CharacterKind.Comma,
                '|' or '>' or '<' or '*' or '#' or '=' or '+' or '~' or '^' or '_' or '\\' => CharacterKind.Sign,
                >= 0x80 => CharacterKind.Long,
                _ => CharacterKind.Other,
            };
        }
        return kinds;
    }
}
