using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Writes the text of blocks one after another, and counts words and punctuation.</summary>
internal sealed class BlockText(PageBlocks page)
{
    private readonly InlineMarkers markers = new();
    private TextCounts counts;
    private byte[] scratch = new byte[4096];
    private bool isMarked;
    private bool wantsLine;
    private bool hasText;
    private int start;
    private int marks;
    private bool wantsSpace;
    private bool wantsBreak;

    /// <summary>The number of words so far.</summary>
    public int Words => counts.Words;

    private bool IsEmpty => page.TextLength == start + marks;

    /// <summary>Resets the state for the next page.</summary>
    public void Clear() => markers.Clear();

    /// <summary>Opens inline markup. It is written when the first text inside it arrives.</summary>
    /// <param name="begin">The text written before the content.</param>
    /// <param name="end">The text written after the content.</param>
    /// <param name="isOnce">True to write it only in the first of several blocks that it spans.</param>
    public void Open(byte[] begin, byte[] end, bool isOnce) =>
        markers.Open(begin, end, isOnce, ReferenceMarks.IsOne(begin) ? InlineMarkerKind.Reference : InlineMarkerKind.Markup);

    /// <summary>Opens a quotation. Its marks are part of the text, with markup and without.</summary>
    /// <param name="begin">The opening mark.</param>
    /// <param name="end">The closing mark.</param>
    public void OpenQuote(string begin, string end) =>
        markers.Open(Encoding.UTF8.GetBytes(begin), Encoding.UTF8.GetBytes(end), false, InlineMarkerKind.Quote);

    /// <summary>Writes standalone markup as a word that is not counted.</summary>
    public void AppendMarkup(ReadOnlySpan<byte> markup)
    {
        if (!IsEmpty) page.Write(wantsBreak ? "\n"u8 : " "u8);
        wantsBreak = false;
        page.Write(markup);
        wantsSpace = true;
        isMarked = false;
        counts.EndWord();
    }

    /// <summary>Writes a reference mark. Marks are removed later, so it does not affect spacing or counts.</summary>
    public void AppendMark(ReadOnlySpan<byte> mark)
    {
        page.Write(mark);
        marks += mark.Length;
    }

    /// <summary>Closes the markup that was opened last.</summary>
    public void Close() => page.Write(markers.Close());

    /// <summary>Ends the current line of preformatted text unless it is empty.</summary>
    public void EnsureLine()
    {
        if (page.TextLength > start && page.Text[^1] != '\n') AppendVerbatim("\n"u8, false);
    }

    /// <summary>Ends the current line of preformatted text if more text follows.</summary>
    public void EndLine() => wantsLine = true;

    /// <summary>Begins a block.</summary>
    public void Begin()
    {
        wantsLine = false;
        markers.BeginBlock();
        start = page.TextLength;
        marks = 0;
        counts = default;
        wantsSpace = wantsBreak = isMarked = hasText = false;
    }

    /// <summary>Completes the block.</summary>
    public void End(bool isPreformatted, ref PageBlock block)
    {
        if (isPreformatted) TrimLines();
        else markers.WriteEnds(page);
        // Markup without text is not a block. The number of blocks must be the same with and without markup.
        if (!hasText) page.TextLength = start;
        block.TextStart = start;
        block.TextLength = page.TextLength - start;
        counts.CopyTo(ref block);
        block.LinkWords = Math.Min(block.LinkWords, block.Words);
        block.Hash = HashOf(page.Text.Slice(start, block.TextLength));
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
            counts.Add(CharacterKinds.Of(value));
        }
        hasText |= written > 0;
        page.TextLength += written;
    }

    /// <summary>Adds a formula on one line and counts its words.</summary>
    public void AppendFormula(ReadOnlySpan<byte> bytes)
    {
        if (markers.AnyWaits) OpenWaiting(bytes);
        if ((wantsBreak || wantsSpace) && !IsEmpty && !isMarked) page.Write(wantsBreak ? "\n"u8 : " "u8);
        wantsBreak = wantsSpace = isMarked = false;
        Span<byte> target = page.Reserve(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            target[i] = bytes[i] is (byte)'\n' or (byte)'\r' or (byte)'\t' ? (byte)' ' : bytes[i];
            CharacterKind kind = CharacterKinds.Of(target[i]);
            if (kind is CharacterKind.Letter or CharacterKind.Capital or CharacterKind.Digit) counts.Add(kind);
            else counts.EndWord();
        }
        hasText = true;
        page.TextLength += bytes.Length;
    }

    /// <summary>Adds text and collapses each run of white space into one space.</summary>
    public void Append(ReadOnlySpan<byte> bytes, bool hasReferences)
    {
        bytes = Decode(bytes, hasReferences);
        if (markers.AnyWaits) OpenWaiting(bytes);
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
                counts.EndWord();
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
                    counts.EndWord();
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
                counts.EndWord();
            }
            isFirst = isMarked = false;
            if (length == 1)
            {
                target[written++] = value;
                if (kind == CharacterKind.Other)
                {
                    counts.Pass(value);
                    continue;
                }
                counts.Add(kind);
                continue;
            }
            bytes.Slice(i, length).CopyTo(target[written..]);
            written += length;
            i += length - 1;
            if (kind == CharacterKind.Long) // an ideograph or kana counts as half a word
            {
                counts.AddIdeograph();
            }
            else
            {
                counts.Add(kind);
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
        if ((wantsBreak || wantsSpace) && !IsEmpty) page.Write(wantsBreak ? "\n"u8 : " "u8);
        if (wantsBreak || wantsSpace) counts.EndWord();
        wantsBreak = wantsSpace = false;
        markers.WriteBegins(page);
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

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> bytes, bool hasReferences)
    {
        if (!hasReferences || bytes.IndexOf((byte)'&') < 0) return bytes;
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
}
