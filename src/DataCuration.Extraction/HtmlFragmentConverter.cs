using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Converts HTML that is main content already, such as a post, a comment or a description, to text. Nothing is selected: all visible text stays, with code,
/// lists, tables and formulas. <see cref="HtmlExtractor"/> is for whole pages.
/// </summary>
/// <remarks>
/// Code blocks become fences and inline code is set in backticks, so that a model sees which part is code. Scripts, styles and hidden elements have no text.
/// Broken markup is read as browsers read it. Drop reasons: <see cref="HtmlDropReasons.PageTooLarge"/>, <see cref="HtmlDropReasons.TooManyNodes"/> and
/// <see cref="HtmlDropReasons.NoText"/>. Time and memory are linear in the fragment's size.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Extraction;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("posts/*.jsonl").Pipe(new HtmlFragmentConverter()).WriteJsonlAsync("texts", run); // "text": "&lt;p&gt;Use &lt;code&gt;…"
/// </code>
/// </example>
public sealed class HtmlFragmentConverter : DocumentTransform
{
    /// <summary>Part of the fingerprint. Increase it when the same fragment gives another text.</summary>
    private const int Version = 1;

    /// <summary>The format of the text.</summary>
    /// <value>Default <see cref="TextFormat.Markdown"/>, which marks code.</value>
    public TextFormat Format { get; init; } = TextFormat.Markdown;

    /// <summary>True to write links as <c>[text](address)</c>, in Markdown only.</summary>
    /// <value>Default false: their text stays.</value>
    public bool KeepLinks { get; init; }

    /// <summary>The maximum size of a fragment in bytes. Larger ones are dropped.</summary>
    /// <value>1 or more; default 16 MiB, as for pages (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be at least 1.");
    } = 16 << 20;

    /// <summary>Converts a fragment.</summary>
    /// <param name="html">The fragment.</param>
    /// <returns>The text; empty if the fragment has none.</returns>
    /// <exception cref="InvalidDataException">The fragment is too large, or has too many elements.</exception>
    public string Convert(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        ReadOnlyMemory<byte> text = Convert(Encoding.UTF8.GetBytes(html), new Buffers(), out string? reason);
        return reason is null or HtmlDropReasons.NoText ? Encoding.UTF8.GetString(text.Span)
            : throw new InvalidDataException($"A fragment of {html.Length} characters cannot be converted ({reason}).");
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlyMemory<byte> text = Convert(document.Utf8Text, context.Scratch<Buffers>(), out string? reason);
        return reason is null ? StageResult.Replace(document.WithText(text)) : StageResult.Drop(reason);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", Version);
        writer.Add(nameof(Format), Format.ToString());
        writer.Add(nameof(KeepLinks), KeepLinks);
        writer.Add(nameof(MaxBytes), MaxBytes);
    }

    private ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> html, Buffers buffers, out string? reason)
    {
        reason = HtmlDropReasons.PageTooLarge;
        if (html.Length > MaxBytes) return default;
        HtmlTree tree = buffers.Parser.Parse(html, HtmlLimits.NodesOf(html.Length));
        reason = HtmlDropReasons.TooManyNodes;
        if (tree.IsCutOff) return default;
        InlineMarkup markup = Format != TextFormat.Markdown ? InlineMarkup.None
            : InlineMarkup.Code | InlineMarkup.Emphasis | (KeepLinks ? InlineMarkup.Links : InlineMarkup.None);
        PageBlocks blocks = buffers.Segmenter.Segment(tree, markup);
        bool[] all = new bool[blocks.Count];
        Array.Fill(all, true);
        byte[] text = blocks.Count == 0 ? [] : buffers.Renderer.Render(tree, blocks, all, Format).ToArray();
        reason = text.Length == 0 ? HtmlDropReasons.NoText : null;
        return text;
    }

    /// <summary>The buffers of a worker.</summary>
    private sealed class Buffers
    {
        public HtmlParser Parser { get; } = new();

        public PageSegmenter Segmenter { get; } = new();

        public PageRenderer Renderer { get; } = new();
    }
}
