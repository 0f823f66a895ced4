using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace DataCuration.Synthesis;

/// <summary>
/// Finds the terms of a list in texts, such as the words of a domain. Matches do not overlap: the leftmost one wins, and of those that start at one place
/// the longest. The time is linear in the length of the text, whatever terms and text are.
/// </summary>
/// <remarks>
/// <para>The search is an automaton of Aho and Corasick (1975) over UTF-8 bytes. It is thread-safe. Building it takes time in proportion to the terms; it
/// needs about 13 bytes for each byte of the terms, and 1 MiB.</para>
/// <para>Case is ignored code point by code point, by the simple lower case of Unicode 14, without a culture; the final sigma equals the other one. A term
/// may have more or fewer bytes than its match. Whole words: no letter, digit, mark or connector on both sides of either end. Ideographs, Hiragana and the
/// scripts of Thai, Lao, Myanmar and Khmer do not form such words.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Synthesis;
///
/// var drugs = new TermMatcher(["aspirin", "acetylsalicylic acid"], ignoresCase: true, wholeWords: true);
/// Console.WriteLine(drugs.Mask("Aspirin is acetylsalicylic acid.", "[DRUG]"));
/// </code>
/// </example>
public sealed class TermMatcher : IArtifact
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    /// <summary>With more terms, the vectorized search of .NET for the first one is no faster than the automaton.</summary>
    private const int FewTerms = 32;
    private readonly TermAutomaton automaton;
    private readonly SearchValues<string>? few;
    private readonly bool[] asciiWords;

    /// <summary>Creates a matcher.</summary>
    /// <param name="terms">The terms; not empty. Repeated ones count once.</param>
    /// <param name="ignoresCase">True to ignore case. Default: false.</param>
    /// <param name="wholeWords">True to find whole words only. Default: false.</param>
    /// <exception cref="ArgumentException">There are no terms, or one is empty or has a lone surrogate.</exception>
    public TermMatcher(IEnumerable<string> terms, bool ignoresCase = false, bool wholeWords = false)
    {
        ArgumentNullException.ThrowIfNull(terms);
        (IgnoresCase, WholeWords) = (ignoresCase, wholeWords);
        asciiWords = wholeWords ? TermCharacters.AsciiWords() : new bool[128];
        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string term in terms)
        {
            if (string.IsNullOrEmpty(term)) throw new ArgumentException("A term is empty.", nameof(terms));
            distinct.Add(term);
        }
        if (distinct.Count == 0) throw new ArgumentException("There are no terms.", nameof(terms));
        Count = distinct.Count;
        var hash = new XxHash128();
        hash.Append([(byte)((ignoresCase ? 1 : 0) | (wholeWords ? 2 : 0))]);
        var encoded = new List<(ushort[] Symbols, int Length)>(distinct.Count);
        foreach (string term in distinct)
        {
            byte[] utf8 = Encode(term);
            hash.Append(BitConverter.GetBytes(utf8.Length));
            hash.Append(utf8);
            encoded.Add((Symbols(term), ignoresCase ? term.EnumerateRunes().Count() : utf8.Length));
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
        automaton = new TermAutomaton(encoded);
        // Its rules for case are others than ours.
        if (distinct.Count <= FewTerms && !ignoresCase) few = SearchValues.Create([.. distinct], StringComparison.Ordinal);
        if (!ignoresCase) return;
        for (byte upper = (byte)'A'; upper <= 'Z'; upper++) automaton.Alias(upper, (byte)(upper | 0x20));
    }

    /// <summary>The number of terms.</summary>
    public int Count { get; }

    /// <summary>True if case is ignored.</summary>
    public bool IgnoresCase { get; }

    /// <summary>True if only whole words are found.</summary>
    public bool WholeWords { get; }

    /// <summary>The number of states of the automaton.</summary>
    internal int States => automaton.States;

    /// <summary>A hash of the terms and options.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the terms of a file in UTF-8: one on each line, without white space around it. Empty lines are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ignoresCase">True to ignore case. Default: false.</param>
    /// <param name="wholeWords">True to find whole words only. Default: false.</param>
    /// <param name="files">The store that the file is in. Default: the local file system.</param>
    /// <exception cref="InvalidDataException">The file has no terms, or is not valid UTF-8; the message names the line.</exception>
    public static TermMatcher Load(string path, bool ignoresCase = false, bool wholeWords = false, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string[] terms = [.. TextTableReader.ReadLines(files, path).Select(line => line.Text)];
        return terms.Length > 0 ? new TermMatcher(terms, ignoresCase, wholeWords) : throw new InvalidDataException($"{path} has no terms.");
    }

    /// <summary>Finds the terms of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <returns>The matches in ascending order. They do not overlap.</returns>
    public IReadOnlyList<TermMatch> Find(ReadOnlySpan<byte> utf8Text)
    {
        var scratch = new TermScratch();
        Find(utf8Text, scratch);
        var matches = new TermMatch[scratch.Chosen.Count];
        for (int i = 0; i < matches.Length; i++) matches[i] = new TermMatch(scratch.Chosen[i].Start, scratch.Chosen[i].Length);
        return matches;
    }

    /// <summary>Replaces the terms of a text. Parts that are masked already are left as they are, so that masking twice changes nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mask">The replacement; see <see cref="TermMasker.Mask"/>.</param>
    /// <exception cref="ArgumentException">The mask is empty, or begins as it ends.</exception>
    public string Mask(string text, string mask)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return MaskKernel.Apply(this, utf8, MaskKernel.Encode(mask), new TermScratch(), out _) is { } masked ? Encoding.UTF8.GetString(masked) : text;
    }

    /// <summary>Finds the terms of a text. Nothing is allocated once the buffers are large enough.</summary>
    internal void Find(ReadOnlySpan<byte> text, TermScratch scratch)
    {
        MatchList starts = scratch.Starts, chosen = scratch.Chosen;
        starts.Clear();
        chosen.Clear();
        int first = few is null ? 0 : FindFirst(text, few);
        if (first < 0) return;
        // In ASCII, upper and lower case have the same classes, so no character has to be folded.
        if (WholeWords || (IgnoresCase && !Ascii.IsValid(text))) ScanCharacters(text[first..], starts);
        else automaton.Scan(text[first..], starts);
        int free = 0;
        for (int i = starts.Count - 1; i >= 0; i--)
        {
            (int start, int length) = starts[i];
            start += first;
            if (start < free || (WholeWords && !TermCharacters.IsBoundary(text, start))) continue;
            free = IgnoresCase ? Skip(text, start, length) : start + length;
            chosen.Add(start, free - start);
        }
    }

    /// <summary>Finds the offset of the first occurrence of a term, whole word or not; -1 if no term occurs.</summary>
    private static int FindFirst(ReadOnlySpan<byte> text, SearchValues<string> terms)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            Utf8.ToUtf16(text, buffer, out _, out int written);
            int found = buffer.AsSpan(0, written).IndexOfAny(terms);
            return found <= 0 ? found : Math.Min(text.Length, Encoding.UTF8.GetByteCount(buffer.AsSpan(0, found)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private void ScanCharacters(ReadOnlySpan<byte> text, MatchList found)
    {
        int entry = TermAutomaton.Root;
        bool isBeforeWord = false;
        Span<byte> folded = stackalloc byte[4];
        for (int end = text.Length; end > 0;)
        {
            byte last = text[end - 1];
            if (last < 0x80)
            {
                bool isWord = asciiWords[last];
                if (isWord && !isBeforeWord) entry = automaton.Feed(entry, TermAutomaton.WordEnd);
                isBeforeWord = isWord;
                entry = automaton.Feed(entry, last);
                end--;
            }
            else
            {
                int codePoint = TermCharacters.DecodeBefore(text, end, out int start);
                if (WholeWords)
                {
                    bool isWord = TermCharacters.IsWord(codePoint);
                    if (isWord && !isBeforeWord) entry = automaton.Feed(entry, TermAutomaton.WordEnd);
                    isBeforeWord = isWord;
                }
                scoped ReadOnlySpan<byte> bytes = text[start..end];
                if (IgnoresCase) bytes = folded[..new Rune(TermCharacters.Fold(codePoint)).EncodeToUtf8(folded)];
                for (int i = bytes.Length - 1; i >= 0; i--) entry = automaton.Feed(entry, bytes[i]);
                end = start;
            }
            if (TermAutomaton.IsMatch(entry)) found.Add(end, automaton.Longest(entry));
        }
    }

    private ushort[] Symbols(string term)
    {
        var symbols = new List<ushort>();
        Rune[] runes = [.. term.EnumerateRunes()];
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < runes.Length; i++)
        {
            int codePoint = runes[i].Value;
            int written = new Rune(IgnoresCase ? TermCharacters.Fold(codePoint) : codePoint).EncodeToUtf8(bytes);
            foreach (byte symbol in bytes[..written]) symbols.Add(symbol);
            // The scan goes backwards: the end of the word comes before the last character's bytes, which is after them in reading order.
            if (WholeWords && TermCharacters.IsWord(codePoint) && (i == runes.Length - 1 || !TermCharacters.IsWord(runes[i + 1].Value)))
                symbols.Add(TermAutomaton.WordEnd);
        }
        return [.. symbols];
    }

    private static byte[] Encode(string term)
    {
        try
        {
            return Strict.GetBytes(term);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The term '{term}' has a lone surrogate at index {e.Index}.", nameof(term), e);
        }
    }

    private static int Skip(ReadOnlySpan<byte> text, int start, int codePoints)
    {
        int end = start;
        for (; codePoints > 0; codePoints--)
        {
            end++;
            while (end < text.Length && (text[end] & 0xC0) == 0x80) end++;
        }
        return end;
    }
}
