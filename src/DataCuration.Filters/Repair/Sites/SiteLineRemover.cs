namespace DataCuration.Filters;

/// <summary>
/// Removes the lines that many pages of a document's site share. A document of which nothing is left is dropped.
/// </summary>
/// <remarks>All pages lose the line, the first one too. Documents without an address are kept as they are.</remarks>
/// <param name="lines">The shared lines.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// SiteLines lines = await pool.FitAsync(new SiteLineFit { MinDocuments = 20 }, run);
/// await pool.Pipe(new SiteLineRemover(lines)).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class SiteLineRemover(SiteLines lines) : DocumentTransform
{
    private readonly SiteLines lines = lines ?? throw new ArgumentNullException(nameof(lines));

    /// <summary>The reason for the drop of a document that has only shared lines.</summary>
    public const string Reason = "only_site_lines";

    /// <summary>The number of removed lines. Written only if there are any.</summary>
    public static readonly AnnotationKey<int> Removed = new("site_lines_removed");

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (lines.Count == 0 || SiteNames.Of(document.Url, lines.Suffixes) is not { } name) return StageResult.Keep;
        ulong site = SiteNames.Hash(name);
        TextEdit edit = context.Scratch<TextEdit>();
        edit.Clear();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        TextLines all = document.Lines;
        int removed = 0;
        bool hasText = false;
        for (int i = 0; i < all.Count; i++)
        {
            ReadOnlySpan<byte> trimmed = SiteNames.Trim(all[i]);
            if (trimmed.IsEmpty) continue;
            if (!lines.Contains(SiteNames.KeyOf(site, trimmed)))
            {
                hasText = true;
                continue;
            }
            removed++;
            edit.Remove(text, all.GetStart(i), i + 1 < all.Count ? all.GetStart(i + 1) : text.Length);
        }
        if (removed == 0) return StageResult.Keep;
        if (!hasText) return StageResult.Drop(Reason);
        return StageResult.Replace(document.Edit().SetText(edit.Complete(document.Utf8Text)).Set(Removed, removed).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("lines", lines);
        if (lines.Suffixes is { } suffixes) writer.Add("suffixes", suffixes);
    }
}
