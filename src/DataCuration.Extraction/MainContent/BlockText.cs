using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Writes the text of blocks one after another, and counts words and punctuation.</summary>
internal sealed class BlockText(PageBlocks page)
{
    private const int MaxMarkers = 4;

    private readonly List<Marker> markers = [];
    private readonly List<int> effective = []; // indexes of the markers that are written, at most a few even if hundreds are open
    private byte[] scratch = new byte[4096];
    private int waiting;
    private bool isMarked;
    private bool wantsLine;
    private bool hasText;
    private int start;
    private int marks;
    private int openMarkup;
    private int openMarks;
    private int openQuotes;
    private int halfWords;
    private bool inWord;
    private bool wantsSpace;
    private bool wantsBreak;
    private int capitals;
    private int stops;
    private int commas;
    private int digits;
    private int letters;
    private int signs;
    private bool endsSentence;

    /// <summary>The number of words so far.</summary>
    public int Words => (halfWords + 1) / 2;

    /// <summary>The text of the current block so far.</summary>
    public ReadOnlySpan<byte> Current => page.Text[start..];

    /// <summary>True if white space precedes what comes next.</summary>
    public bool IsApart => wantsSpace || wantsBreak || IsEmpty;

    private bool IsEmpty => page.TextLength == start + marks;

    /// <summary>Resets the state for the next page.</summary>
    public void Clear()
    {
        markers.Clear();
        effective.Clear();
        waiting = openMarkup = openMarks = openQuotes = 0;
    }

    /// <summary>Opens inline markup. It is written when the first text inside it arrives.</summary>
    /// <param name="begin">The text written before the content.</param>
    /// <param name="end">The text written after the content.</param>
    /// <param name="isOnce">True to write it only in the first of several blocks that it spans.</param>
    public void Open(string begin, string end, bool isOnce = false) => Open(Encoding.UTF8.GetBytes(begin), Encoding.UTF8.GetBytes(end), isOnce);

    /// <inheritdoc cref="Open(string, string, bool)"/>
    public void Open(byte[] begin, byte[] end, bool isOnce) => Open(begin, end, isOnce, ReferenceMarks.IsOne(begin) ? MarkerKind.Reference : MarkerKind.Markup);

    /// <summary>Opens a quotation. Its marks are part of the text, with markup and without.</summary>
    /// <param name="begin">The opening mark.</param>
    /// <param name="end">The closing mark.</param>
    public void OpenQuote(string begin, string end) => Open(Encoding.UTF8.GetBytes(begin), Encoding.UTF8.GetBytes(end), false, MarkerKind.Quote);

    private void Open(byte[] begin, byte[] end, bool isOnce, MarkerKind kind)
    {
        // Deeper nesting has no meaning, and would be written again in each block. Each kind is counted by itself so that it does not displace another.
        ref int inside = ref OpenOf(kind);
        if (inside < MaxMarkers) effective.Add(markers.Count);
        markers.Add(new Marker(inside < MaxMarkers ? begin : null, inside < MaxMarkers ? end : null, isOnce, kind));
        inside++;
        waiting++;
    }

    private ref int OpenOf(MarkerKind kind)
    {
        if (kind == MarkerKind.Reference) return ref openMarks;
        return ref kind == MarkerKind.Quote ? ref openQuotes : ref openMarkup;
    }

    /// <summary>Writes standalone markup as a word that is not counted.</summary>
    public void AppendMarkup(ReadOnlySpan<byte> markup)
    {
        if (!IsEmpty) Write(wantsBreak ? "\n"u8 : " "u8);
        wantsBreak = false;
        Write(markup);
        wantsSpace = true;
        isMarked = false;
        inWord = false;
    }

    /// <summary>Writes a reference mark. Marks are removed later, so it does not affect spacing or counts.</summary>
    public void AppendMark(ReadOnlySpan<byte> mark)
    {
        Write(mark);
        marks += mark.Length;
    }

    /// <summary>Closes the markup that was opened last.</summary>
    public void Close()
    {
        Marker marker = markers[^1];
        markers.RemoveAt(markers.Count - 1);
        if (effective.Count > 0 && effective[^1] == markers.Count) effective.RemoveAt(effective.Count - 1);
        OpenOf(marker.Kind)--;
        if (waiting > 0) waiting--; // there was no text inside
        else Write(marker.End);
    }

    /// <summary>Ends the current line of preformatted text unless it is empty.</summary>
    public void EnsureLine()
    {
        if (page.TextLength > start && page.Text[^1] != '\n') AppendVerbatim("\n"u8, false);
    }

    /// <summary>Ends the current line of preformatted text if more text follows.</summary>
    public void EndLine() => wantsLine = true;

    public void Begin()
    {
        wantsLine = false;
        waiting = markers.Count; // markers still open in this block were closed at the end of the previous one
        start = page.TextLength;
        marks = 0;
        halfWords = capitals = stops = commas = digits = letters = signs = 0;
        inWord = wantsSpace = wantsBreak = endsSentence = isMarked = hasText = false;
    }

    /// <summary>Completes the block.</summary>
    public void End(bool isPreformatted, ref PageBlock block)
    {
        if (isPreformatted) TrimLines();
        else CloseAll();
        // Markup without text is not a block. The number of blocks must be the same with and without markup.
        if (!hasText) page.TextLength = start;
        block.TextStart = start;
        block.TextLength = page.TextLength - start;
        (block.Words, block.Capitals, block.Stops, block.Commas, block.Digits, block.Letters, block.Signs, block.EndsSentence) =
            (Words, capitals, stops, commas, digits, letters, signs, endsSentence);
        block.LinkWords = Math.Min(block.LinkWords, block.Words);
        block.Hash = HashOf(page.Text.Slice(start, block.TextLength));
    }

    private void CloseAll()
    {
        // Only effective markers write anything. There may be hundreds of others in each block.
        for (int k = effective.Count - 1; k >= 0; k--)
        {
            int i = effective[k];
            if (i >= markers.Count - waiting) continue;
            Write(markers[i].End);
            if (markers[i].IsOnce) markers[i] = markers[i] with { Begin = null, End = null };
        }
    }

    /// <summary>Adds a space if more text follows.</summary>
    public void AppendSpace() => wantsSpace = true;

    /// <summary>Adds a line break if more text follows.</summary>
    public void BreakLine() => wantsBreak = true;

    /// <summary>Adds text with its white space unchanged.</summary>
    public void AppendVerbatim(ReadOnlySpan<byte> bytes, bool hasReferences)
    {
        bytes = Decode(bytes, hasReferences);
        Span<byte> target = page.Reserve(bytes.Length + 1);
        int written = 0;
        if (wantsLine && !bytes.IsEmpty)
        {
            wantsLine = false;
            if (bytes[0] is not ((byte)'\n' or (byte)'\r') && page.TextLength > start && page.Text[^1] != '\n') target[written++] = (byte)'\n';
        }
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            if (value == '\r')
            {
                if (i + 1 < bytes.Length && bytes[i + 1] == '\n') continue;
                value = (byte)'\n';
            }
            if (value == 0xC2 && i + 1 < bytes.Length && bytes[i + 1] == 0xA0) // no-break space
            {
                value = (byte)' ';
                i++;
            }
            target[written++] = value;
            Count(CharacterKinds.Of(value));
        }
        hasText |= written > 0;
        page.TextLength += written;
    }

    /// <summary>Adds a formula on one line and counts its words.</summary>
    public void AppendFormula(ReadOnlySpan<byte> bytes)
    {
        if (waiting > 0) OpenWaiting(bytes);
        if ((wantsBreak || wantsSpace) && !IsEmpty && !isMarked) Write(wantsBreak ? "\n"u8 : " "u8);
        wantsBreak = wantsSpace = isMarked = false;
        Span<byte> target = page.Reserve(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            target[i] = bytes[i] is (byte)'\n' or (byte)'\r' or (byte)'\t' ? (byte)' ' : bytes[i];
            CharacterKind kind = CharacterKinds.Of(target[i]);
            if (kind is CharacterKind.Letter or CharacterKind.Capital or CharacterKind.Digit) Count(kind);
            else inWord = false;
        }
        hasText = true;
        page.TextLength += bytes.Length;
    }

    /// <summary>Adds text and collapses each run of white space into one space.</summary>
    public void Append(ReadOnlySpan<byte> bytes, bool hasReferences)
    {
        bytes = Decode(bytes, hasReferences);
        if (waiting > 0) OpenWaiting(bytes);
        // Each byte is written at most once, with at most one space or line break before it.
        Span<byte> target = page.Reserve((2 * bytes.Length) + 2);
        int written = 0;
        bool isFirst = IsEmpty;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes[i];
            CharacterKind kind = CharacterKinds.Of(value);
            if (kind == CharacterKind.Space)
            {
                wantsSpace = true;
                inWord = false;
                continue;
            }
            int length = 1;
            if (kind == CharacterKind.Long)
            {
                length = Math.Min(value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4, bytes.Length - i);
                kind = CharacterKinds.Of(bytes.Slice(i, length));
                if (kind == CharacterKind.Space)
                {
                    wantsSpace = true;
                    inWord = false;
                    i += length - 1;
                    continue;
                }
                if (kind == CharacterKind.Other)
                {
                    i += length - 1; // invisible
                    continue;
                }
            }
            if (wantsBreak || wantsSpace)
            {
                if (!isFirst && !isMarked) target[written++] = wantsBreak ? (byte)'\n' : (byte)' ';
                wantsBreak = wantsSpace = false;
                inWord = false;
            }
            isFirst = isMarked = false;
            if (length == 1)
            {
                target[written++] = value;
                if (kind == CharacterKind.Other)
                {
                    inWord &= value is (byte)'\'' or (byte)'-';
                    endsSentence &= value is (byte)'"' or (byte)'\'' or (byte)')';
                    continue;
                }
                Count(kind);
                continue;
            }
            bytes.Slice(i, length).CopyTo(target[written..]);
            written += length;
            i += length - 1;
            if (kind == CharacterKind.Long) // an ideograph or kana counts as half a word
            {
                halfWords++;
                letters += 2;
                inWord = endsSentence = false;
            }
            else
            {
                Count(kind);
            }
        }
        hasText |= written > 0;
        page.TextLength += written;
    }

    /// <summary>Writes the opening markup if the text has visible characters.</summary>
    private void OpenWaiting(ReadOnlySpan<byte> bytes)
    {
        if (!FindVisible(bytes, out bool afterSpace)) return;
        wantsSpace |= afterSpace;
        if ((wantsBreak || wantsSpace) && !IsEmpty) Write(wantsBreak ? "\n"u8 : " "u8);
        if (wantsBreak || wantsSpace) inWord = false;
        wantsBreak = wantsSpace = false;
        foreach (int i in effective)
            if (i >= markers.Count - waiting) Write(markers[i].Begin);
        waiting = 0;
        isMarked = true;
    }

    /// <summary>Returns true if the text has a visible character, and reports whether white space precedes it.</summary>
    private static bool FindVisible(ReadOnlySpan<byte> bytes, out bool afterSpace)
    {
        afterSpace = false;
        for (int i = 0; i < bytes.Length; i++)
        {
            CharacterKind kind = CharacterKinds.Of(bytes[i]);
            if (kind == CharacterKind.Long)
            {
                int length = Math.Min(bytes[i] < 0xE0 ? 2 : bytes[i] < 0xF0 ? 3 : 4, bytes.Length - i);
                kind = CharacterKinds.Of(bytes.Slice(i, length));
                i += length - 1;
                if (kind == CharacterKind.Other) continue; // invisible
            }
            if (kind != CharacterKind.Space) return true;
            afterSpace = true;
        }
        return false;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(page.Reserve(bytes.Length));
        page.TextLength += bytes.Length;
    }

    private void Count(CharacterKind kind)
    {
        switch (kind)
        {
            case CharacterKind.Letter:
                if (!inWord) halfWords += 2;
                letters++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Capital:
                if (!inWord)
                {
                    halfWords += 2;
                    capitals++;
                }
                letters++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Digit:
                if (!inWord) halfWords += 2;
                digits++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Stop:
                stops++;
                inWord = false;
                endsSentence = true;
                break;
            case CharacterKind.Comma:
                commas++;
                inWord = endsSentence = false;
                break;
            case CharacterKind.Sign:
                signs++;
                inWord = endsSentence = false;
                break;
            default:
                inWord = false;
                break;
        }
    }

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> bytes, bool hasReferences)
    {
        if (!hasReferences || !bytes.Contains((byte)'&')) return bytes;
        int needed = HtmlText.MaxDecoded(bytes.Length);
        if (scratch.Length < needed) scratch = new byte[Math.Max(needed, scratch.Length * 2)];
        return scratch.AsSpan(0, HtmlText.Decode(bytes, scratch));
    }

    /// <summary>Removes empty lines at the start and white space at the end of preformatted text.</summary>
    private void TrimLines()
    {
        Span<byte> all = page.Written(start);
        int end = all.Length;
        while (end > 0 && CharacterKinds.Of(all[end - 1]) == CharacterKind.Space) end--;
        int begin = 0;
        while (true)
        {
            int line = all[begin..end].IndexOf((byte)'\n');
            if (line < 0 || all.Slice(begin, line).IndexOfAnyExcept(" \t\f"u8) >= 0) break;
            begin += line + 1;
        }
        all[begin..end].CopyTo(all);
        page.TextLength = start + end - begin;
    }

    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in text)
            if (CharacterKinds.Of(value) != CharacterKind.Space)
                hash = unchecked((hash ^ (uint)(value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20 : value)) * 1099511628211); // FNV-1a
        return hash;
    }

    private enum MarkerKind
    {
        Markup,
        Reference,
        Quote,
    }

    private readonly record struct Marker(byte[]? Begin, byte[]? End, bool IsOnce, MarkerKind Kind);
}
