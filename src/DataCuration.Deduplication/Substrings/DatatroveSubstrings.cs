using System.Buffers.Binary;
using System.Text;

namespace DataCuration.Deduplication;

/// <summary>
/// The first and the last step of datatrove's exact substrings (<c>exact_substrings.py</c>, version 0.10) with their faults, for one token per byte: to repeat
/// earlier runs. For new work use <see cref="SubstringDeduplication"/>.
/// </summary>
/// <remarks>
/// The faults: a file for which no range was found yields no documents at all, and every occurrence of a removed text goes from its document, the first one
/// too.
/// </remarks>
public static class DatatroveSubstrings
{
    /// <summary>The length of the separator before a document: two marks, its number and the number of its file.</summary>
    public const int SeparatorBytes = 12;

    /// <summary>Returns a document as datatrove writes it: the separator, and 16 bits for each byte of the text.</summary>
    /// <param name="file">The number of the file.</param>
    /// <param name="document">The number of the document in its file.</param>
    /// <param name="utf8Text">The text.</param>
    public static byte[] ToSequence(int file, int document, ReadOnlySpan<byte> utf8Text)
    {
        var bytes = new byte[SeparatorBytes + (2 * utf8Text.Length)];
        bytes.AsSpan(0, 2).Fill(0xFF);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), document);
        bytes.AsSpan(6, 2).Fill(0xFF);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), file);
        for (int i = 0; i < utf8Text.Length; i++) bytes[SeparatorBytes + (2 * i)] = utf8Text[i];
        return bytes;
    }

    /// <summary>Removes the texts of ranges from the documents of one file.</summary>
    /// <param name="texts">The documents.</param>
    /// <param name="offset">The offset of the file's sequence in the joined sequence.</param>
    /// <param name="ranges">The ranges in the joined sequence, in order.</param>
    /// <param name="minWords">The minimum number of words, separated by white space, that a document must have. Default: 50.</param>
    /// <returns>The text of each document; null if it is dropped.</returns>
    public static string?[] Remove(IReadOnlyList<string> texts, long offset, IReadOnlyList<SubstringRange> ranges, int minWords = 50)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(ranges);
        byte[][] sequences = [.. texts.Select(text => ToSequence(0, 0, Encoding.UTF8.GetBytes(text)))];
        long length = sequences.Sum(sequence => (long)sequence.Length);
        (long Start, long End)[] own = [.. ranges.TakeWhile(range => range.End <= offset + length + SeparatorBytes)
            .Where(range => range.End > offset + SeparatorBytes).Select(range => (range.Start - offset, range.End - offset))];
        var results = new string?[texts.Count];
        if (own.Length == 0) return results;
        long position = 0;
        int next = 0;
        for (int i = 0; i < results.Length; i++)
        {
            string text = texts[i];
            foreach (string removed in TextsOf(sequences[i], position, own, ref next))
                if (removed.Length > 0) text = text.Replace(removed, "", StringComparison.Ordinal);
            position += sequences[i].Length;
            if (TextWords.Split(Encoding.UTF8.GetBytes(text)).Count >= minWords) results[i] = text;
        }
        return results;
    }

    /// <summary>Returns the texts of the ranges that reach into a document.</summary>
    private static List<string> TextsOf(byte[] sequence, long position, (long Start, long End)[] ranges, ref int next)
    {
        var texts = new List<string>();
        long limit = position + sequence.Length + SeparatorBytes;
        while (next < ranges.Length)
        {
            (long start, long end) = ranges[next];
            bool isLeft = start < position && position + SeparatorBytes < end && end <= limit;
            bool isInside = position <= start && start < end && end <= limit;
            bool isRight = position <= start && start < limit - SeparatorBytes && limit < end;
            bool isAround = start < position && limit < end;
            if (!isLeft && !isInside && !isRight && !isAround) break;
            int from = (int)(Math.Max(position, start) - position), to = (int)Math.Min(sequence.Length, Math.Min(limit, end) - position);
            from = Math.Max(SeparatorBytes, from);
            from += from % 2;
            to = Math.Max(from, to - (to % 2));
            var bytes = new byte[(to - from) / 2];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = sequence[from + (2 * i)];
            texts.Add(Encoding.UTF8.GetString(bytes));
            if (isRight || isAround) break;
            next++;
        }
        return texts;
    }
}
