using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>The number of bytes that each token of a byte-level vocabulary spells.</summary>
internal static class TokenLengths
{
    private const char Replacement = '\uFFFD';
    private const int Bytes = 256, MaxMissing = 3;

    // Every lead byte allows one of these as its second byte.
    private static readonly byte[] Continuations = [0x80, 0x90, 0xA0];

    /// <summary>Returns the lengths by id, where the vocabulary spells each byte as one character, as GPT-2's does; null for another vocabulary.</summary>
    public static int[]? Of(Tokenizer tokenizer, int size)
    {
        if (tokenizer is not BpeTokenizer { ByteLevel: true, ContinuingSubwordPrefix: null or "", EndOfWordSuffix: null or "" } bpe
                || bpe.Normalizer is not (null or NfcNormalizer))
            return null;
        var lengths = new int[size];
        foreach ((string token, int id) in bpe.Vocabulary)
            if ((uint)id < (uint)size) lengths[id] = token.Length;
        return lengths;
    }

    /// <summary>
    /// Returns the lengths by id of a tiktoken encoding, whose table the library does not show. Whole characters are read from the decoded token. The bytes of
    /// parts of characters are counted by completing them with tokens of single bytes, which are the first 256 of all encodings, in GPT-2's order.
    /// </summary>
    /// <param name="decode">Decodes ids to text, with U+FFFD for parts of characters.</param>
    /// <param name="size">The number of ids.</param>
    /// <returns>The lengths; null if the first ids are not the single bytes.</returns>
    public static int[]? Of(Func<int[], string?> decode, int size)
    {
        int[] idOf = ByteIds();
        if (decode([idOf['A']]) != "A" || decode([idOf[0xE2], idOf[0x82], idOf[0xAC]]) != "€") return null;
        var lengths = new int[size];
        for (int id = 0; id < size; id++)
        {
            if (id < Bytes)
            {
                lengths[id] = 1;
                continue;
            }
            string text = decode([id]) ?? "";
            lengths[id] = text.Contains(Replacement) ? LengthOf(decode, idOf, id, text) : Encoding.UTF8.GetByteCount(text);
        }
        return lengths;
    }

    private static int LengthOf(Func<int[], string?> decode, int[] idOf, int id, string text)
    {
        ReadOnlySpan<char> rest = text;
        int length = 0;
        // Each byte that continues a character of an earlier token is one U+FFFD. After a lead byte, the first of them is a part of a character.
        if (rest[0] == Replacement && decode([idOf[0xC3], id]) is { Length: > 0 } led && led[0] != Replacement)
        {
            while (length < MaxMissing && length < rest.Length && rest[length] == Replacement) length++;
            // The last of them may be the start of a character.
            if (length == rest.Length && EndOf(decode, idOf, id) > 0) length--;
            rest = rest[length..];
        }
        int end = rest.Length > 0 && rest[^1] == Replacement ? EndOf(decode, idOf, id) : 0;
        if (end > 0) rest = rest[..^1];
        return length + Encoding.UTF8.GetByteCount(rest) + end;
    }

    /// <summary>Counts the bytes of the incomplete character at the end of a token.</summary>
    private static int EndOf(Func<int[], string?> decode, int[] idOf, int id)
    {
        for (int missing = 1; missing <= MaxMissing; missing++)
        {
            var ids = new int[1 + missing];
            ids[0] = id;
            int choices = (int)Math.Pow(Continuations.Length, missing);
            for (int choice = 0; choice < choices; choice++)
            {
                for (int i = 1, left = choice; i <= missing; i++, left /= Continuations.Length) ids[i] = idOf[Continuations[left % Continuations.Length]];
                string completed = decode(ids) ?? "";
                if (completed.Length == 0 || completed[^1] == Replacement) continue;
                if (Rune.DecodeLastFromUtf16(completed, out Rune last, out _) == OperationStatus.Done) return last.Utf8SequenceLength - missing;
            }
        }
        return 0;
    }

    /// <summary>Returns the id of each byte in GPT-2's order: printable characters of Latin-1 first, then the other bytes.</summary>
    private static int[] ByteIds()
    {
        var ids = new int[Bytes];
        int next = 0;
        foreach (bool printable in (ReadOnlySpan<bool>)[true, false])
            for (int value = 0; value < Bytes; value++)
                if ((value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE) == printable) ids[value] = next++;
        return ids;
    }
}
