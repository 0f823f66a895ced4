namespace DataCuration.Filters;

/// <summary>The base of NeMo Curator's modifiers (nemo_curator/stages/text/modifiers, commit 1e2e4275). They drop nothing: a text may become empty.</summary>
public abstract class NemoModifier : DocumentTransform
{
    private protected NemoModifier()
    {
    }

    /// <inheritdoc/>
    protected sealed override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextScratch scratch = context.Scratch<TextScratch>();
        scratch.Edit.Clear();
        return TextScratch.Result(document, Modify(document.Utf8Text.Span, scratch), null);
    }

    /// <summary>Returns the text that is left.</summary>
    private protected abstract ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch);
}
