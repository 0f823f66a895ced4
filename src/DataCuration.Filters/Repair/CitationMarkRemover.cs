using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Removes the citation marks of Wikipedia and its copies: numbers in square brackets, and notes such as <c>[citation needed]</c>.
/// </summary>
/// <remarks>
/// The default removes what C4's expression <c>\[\d*\]|\[edit\]|\[citation needed\]</c> matches (<c>c4_utils.py</c> of Raffel et al. 2019; datatrove has the
/// same). An empty pair of brackets matches it too. Text with indexes in brackets, such as program code, should not pass this stage.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new CitationMarkRemover()).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class CitationMarkRemover : DocumentTransform
{
    private readonly byte[][] notes = [[.. "edit"u8], [.. "citation needed"u8]];

    /// <summary>True to remove decimal digits of any script in brackets, and empty brackets.</summary>
    /// <value>Default true, as in C4.</value>
    public bool Numbers { get; init; } = true;

    /// <summary>The texts that are removed with the brackets around them. Case counts.</summary>
    /// <value>Default <c>edit</c> and <c>citation needed</c>, as in C4.</value>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public IReadOnlyList<string> Notes
    {
        get => [.. notes.Select(Encoding.UTF8.GetString)];
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            notes = [.. value.Select(static note => string.IsNullOrEmpty(note) ? throw new ArgumentException("A note is empty.", nameof(value))
                : Encoding.UTF8.GetBytes(note))];
        }
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        return TextEdit.ResultOf(document, Remove(document.Utf8Text, context.Scratch<TextEdit>()));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Numbers), Numbers);
        writer.Add(nameof(Notes), string.Join('\0', Notes));
    }

    internal ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        for (int at = 0; text[at..].IndexOf((byte)'[') is >= 0 and int next;)
        {
            at += next;
            int end = MarkEnd(text, at + 1);
            if (end > 0) edit.Remove(text, at, end);
            at = end > 0 ? end : at + 1;
        }
        return edit.Complete(utf8Text);
    }

    /// <summary>Returns the end of the mark whose content begins at an offset; 0 without one.</summary>
    private int MarkEnd(ReadOnlySpan<byte> text, int from)
    {
        if (Numbers)
        {
            int at = from;
            while (at < text.Length && UnicodeFolding.IsDigit(AsciiText.Decode(text, at, out int size))) at += size;
            if (AsciiText.At(text, at) == ']') return at + 1;
        }
        foreach (byte[] note in notes)
            if (text[from..].StartsWith(note) && AsciiText.At(text, from + note.Length) == ']') return from + note.Length + 1;
        return 0;
    }
}
