using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// Reads ARPA files strictly: every line must have its form, counts must be right, and words must be known. Counts of the header allocate nothing, so a hostile
/// file takes memory in proportion to its own length.
/// </summary>
internal sealed class ArpaReader(string path, IFileStore files)
{
    private const int MaxLineBytes = 1 << 20;
    private const float LowestProbability = -1e4f;
    private readonly ArpaContent content = new();
    private ReadOnlyMemory<byte> line;
    private long number;

    public ArpaContent Read()
    {
        long length = files.GetLength(path) ?? throw new FileNotFoundException($"There is no file '{path}'.", path);
        var segment = new SourceSegment { Path = path, FullPath = path, End = length, FileLength = length, FileFingerprint = "", Files = files };
        using var lines = new LineReader(segment, MaxLineBytes);
        List<long> counts = ReadHeader(lines);
        for (int n = 1; n <= counts.Count; n++)
        {
            if (!IsLine(string.Create(CultureInfo.InvariantCulture, $"\\{n}-grams:"))) throw Invalid($"'\\{n}-grams:' is expected");
            content.Begin(n);
            while (Next(lines) && line.Length > 0 && line.Span[0] != (byte)'\\') ReadEntry(n, counts.Count, counts[n - 1]);
            if (content.Count(n) != counts[n - 1]) throw Invalid($"there are {content.Count(n)} {n}-grams, and the header says {counts[n - 1]}");
            while (line.Length == 0 && Next(lines))
            {
            }
        }
        if (!IsLine("\\end\\")) throw Invalid("'\\end\\' is expected");
        while (Next(lines))
            if (line.Length > 0) throw Invalid("there is text after '\\end\\'");
        content.Complete(path);
        return content;
    }

    private List<long> ReadHeader(LineReader lines)
    {
        // SRILM allows text before the header; KenLM does not. Blank lines are harmless.
        while (Next(lines) && line.Length == 0)
        {
        }
        if (!IsLine("\\data\\")) throw Invalid("an ARPA file begins with '\\data\\'");
        var counts = new List<long>();
        while (Next(lines) && line.Length > 0)
        {
            ReadOnlySpan<byte> text = line.Span;
            if (!text.StartsWith("ngram "u8)) throw Invalid("'ngram 1=...' is expected");
            text = text[6..].TrimStart((byte)' ');
            int equals = text.IndexOf((byte)'=');
            if (equals < 1 || !Utf8Parser.TryParse(text[..equals].TrimEnd((byte)' '), out int order, out int used)
                || used != text[..equals].TrimEnd((byte)' ').Length
                    || !Utf8Parser.TryParse(text[(equals + 1)..].Trim((byte)' '), out long count, out used)
                        || used != text[(equals + 1)..].Trim((byte)' ').Length)
                throw Invalid("'ngram ORDER=COUNT' is expected");
            if (order != counts.Count + 1) throw Invalid($"order {counts.Count + 1} is expected, not {order}");
            if (order > NGramModel.MaxOrder) throw Invalid($"its order is {order}; {NGramModel.MaxOrder} is the highest");
            if (count < 0) throw Invalid($"{count} is not a count");
            if (count > ArpaContent.MaxCount(order))
                throw Invalid($"{count} {order}-grams are too many: an import holds at most {ArpaContent.MaxCount(order)}");
            counts.Add(count);
        }
        if (counts.Count == 0) throw Invalid("the header has no counts");
        while (line.Length == 0 && Next(lines))
        {
        }
        return counts;
    }

    private void ReadEntry(int n, int order, long count)
    {
        if (content.Count(n) >= count) throw Invalid($"there are more {n}-grams than the {count} of the header");
        ReadOnlySpan<byte> rest = line.Span;
        float probability = Number(Field(ref rest), "a probability");
        if (probability > 0) throw Invalid($"{probability.ToString("R", CultureInfo.InvariantCulture)} is not the logarithm of a probability: it is above 0");
        Span<int> ids = stackalloc int[NGramModel.MaxOrder];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<byte> word = Field(ref rest);
            if (word.IsEmpty) throw Invalid($"a {n}-gram has {n} words, and here are {i}");
            if (word.Length > NGramTokens.MaxWordBytes) throw Invalid($"a word has {word.Length} bytes; {NGramTokens.MaxWordBytes} are allowed");
            if (n == 1)
            {
                if (!content.TryAddWord(word, out ids[0])) throw Invalid($"the word '{Show(word)}' is there twice");
            }
            else if (!content.TryFind(word, out ids[i]))
            {
                throw Invalid($"the word '{Show(word)}' is not among the 1-grams");
            }
        }
        ReadOnlySpan<byte> last = Field(ref rest);
        float backoff = last.IsEmpty ? 0 : Number(last, "a backoff weight");
        if (!Field(ref rest).IsEmpty) throw Invalid($"a {n}-gram has a probability, {n} words and a backoff weight; here is more");
        if (n == order && backoff != 0) throw Invalid($"a {n}-gram of the highest order has the backoff weight {Show(last)}");
        if (!content.TryAdd(ids[..n], probability, backoff)) throw Invalid($"this {n}-gram is there twice, or has the hash of another one");
    }

    private float Number(ReadOnlySpan<byte> text, string what)
    {
        // SRILM writes -inf for a probability of zero.
        if (text.SequenceEqual("-inf"u8) || text.SequenceEqual("-Inf"u8)) return LowestProbability;
        if (text.IsEmpty || !Utf8Parser.TryParse(text, out float value, out int used) || used != text.Length || !float.IsFinite(value))
            throw Invalid($"'{Show(text)}' is not {what}");
        return Math.Max(value, LowestProbability);
    }

    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t"u8);
        int end = rest.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return field;
    }

    private bool Next(LineReader lines)
    {
        line = default;
        if (!lines.TryRead(out TextLine found)) return false;
        number++;
        if (found.IsTooLong) throw Invalid($"the line has {found.Length} bytes; {MaxLineBytes} are allowed");
        // A line of blanks counts as empty, as in KenLM.
        if (found.Bytes.Span.ContainsAnyExcept((byte)' ', (byte)'\t')) line = found.Bytes;
        return true;
    }

    private bool IsLine(string text) => line.Span.TrimEnd(" \t"u8).SequenceEqual(Encoding.ASCII.GetBytes(text));

    private static string Show(ReadOnlySpan<byte> text) => TextExcerpt.Of(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)), 60);

    private InvalidDataException Invalid(string what) => new(string.Create(CultureInfo.InvariantCulture, $"'{path}', line {number}: {what}."));
}
