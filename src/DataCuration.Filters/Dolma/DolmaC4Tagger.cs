using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Dolma's C4 attributes (<c>c4_v1</c>, <c>c4_v2</c>): the number of lines, spans of lines without end mark (<c>. ? ! "</c>) or with less than three words.
/// A naughty word, javascript, lorem ipsum and a curly brace give 1 each, and no attribute if they are absent.
/// </summary>
public sealed class DolmaC4Tagger : DolmaTagger
{
    private const int MinWords = 3;
    private HashSet<string>? words;
    private ByteTrie? phrases;

    /// <summary>Naughty words and phrases in lower case; must be set. Those with a blank are phrases and found anywhere. Dolma ships a list.</summary>
    public TermList? Naughty { get; init; }

    /// <summary>True for <c>c4_v2</c>, in which javascript may be part of a word. Default: false.</summary>
    public bool IsVersion2 { get; init; }

    private protected override string Tagger => IsVersion2 ? "c4_v2" : "c4_v1";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        Prepare();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        ReadOnlySpan<byte> lower = context.Scratch<TextScratch>().Lower.Lower(text);
        DocumentEditor editor = document.Edit();
        SetLines(editor, text, lower);
        bool hasWord = HasWord(lower, out bool hasScript);
        if (hasWord || phrases!.IsIn(lower)) Set(editor, "has_naughty_word", 1);
        if (IsVersion2 ? lower.IndexOf("javascript"u8) >= 0 : hasScript) Set(editor, "has_javascript", 1);
        if (lower.IndexOf("lorem ipsum"u8) >= 0) Set(editor, "has_lorem_ipsum", 1);
        if (lower.Contains((byte)'{')) Set(editor, "has_curly_brace", 1);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Naughty), Naughty?.Fingerprint);
        writer.Add(nameof(IsVersion2), IsVersion2);
    }

    private TermList Require() => TermList.Require(Naughty, Name, nameof(Naughty), "a list of naughty words");

    private void Prepare()
    {
        if (phrases is not null) return;
        TermList list = Require();
        words = new(list.Entries.Where(entry => !entry.Contains(' ')), StringComparer.Ordinal);
        phrases = new(list.Entries.Where(entry => entry.Contains(' ')));
    }

    private bool HasWord(ReadOnlySpan<byte> lower, out bool hasScript)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = words!.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> decoded = stackalloc char[128];
        bool found = false;
        hasScript = false;
        while (Utf8.NextWord(ref lower) is { IsEmpty: false } word)
        {
            if (word.Length > decoded.Length) continue;
            ReadOnlySpan<char> name = decoded[..Encoding.UTF8.GetChars(word, decoded)];
            found |= lookup.Contains(name);
            hasScript |= name.SequenceEqual("javascript");
        }
        return found;
    }

    private void SetLines(DocumentEditor editor, ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        List<(int, int, double)> unmarked = [], brief = [];
        // Version 2 counts in the lower-cased text, which can be longer.
        ReadOnlySpan<byte> counted = IsVersion2 ? lower : text;
        int start = 0, count = 0;
        int total = Utf8.Count(counted);
        foreach (ReadOnlySpan<byte> line in new FeedLines(counted))
        {
            int end = Math.Min(start + Utf8.Count(line) + 1, total);
            ReadOnlySpan<byte> trimmed = Utf8.TrimEnd(line);
            if (trimmed.IsEmpty || trimmed[^1] is not ((byte)'.' or (byte)'?' or (byte)'!' or (byte)'"')) unmarked.Add((start, end, 1));
            if (Utf8.CountWords(line) < MinWords) brief.Add((start, end, 1));
            count++;
            start = end;
        }
        if (unmarked.Count > 0) SetSpans(editor, "lines_with_no_ending_punctuation", unmarked);
        if (brief.Count > 0) SetSpans(editor, "lines_with_too_few_words", brief);
        Set(editor, "line_count", count);
    }
}
