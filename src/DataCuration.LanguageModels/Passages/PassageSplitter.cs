using System.Runtime.CompilerServices;

namespace DataCuration.LanguageModels;

/// <summary>
/// Divides each document into passages of at most <see cref="MaxWords"/> words, at the borders of paragraphs. A longer paragraph is divided between its lines,
/// a longer line between its words. Each passage is a document with the parent's annotations and the id <c>parent#n</c>, also if there is only one. A document
/// without text has no passage.
/// </summary>
/// <remarks>
/// Two characters of Chinese or Japanese count as a word. A field of page offsets (<c>pdf_page_offsets</c>) does not fit a passage and is removed. SciLitLLM's
/// script (<c>format_grammar_correction.py</c>) lets a paragraph above the limit through whole, and writes an empty passage before a first one.
/// </remarks>
public sealed class PassageSplitter : DocumentExpander
{
    /// <summary>The maximum number of words; 1 or more. Default: 2,048 (SciLitLLM, arXiv 2408.15545, <c>split_size</c>).</summary>
    public int MaxWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one word must be allowed.");
    } = 2_048;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        string text = document.Text;
        bool hasPages = document.TryGet(PageOffsets.Annotation, out string? _);
        foreach (Range passage in TextPassages.Split(text, MaxWords))
        {
            DocumentEditor editor = document.Edit().SetText(text[passage]);
            if (hasPages) editor.Set(PageOffsets.Annotation.Name, AnnotationValue.Null);
            yield return editor.Build();
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(MaxWords), MaxWords);
    }
}
