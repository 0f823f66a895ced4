namespace DataCuration;

/// <summary>Shows documents as HTML, for notebooks.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// List&lt;Document&gt; sample = await Corpus.FromJsonl("pool/*.jsonl").Take(100).AsAsyncEnumerable(run).ToListAsync();
/// File.WriteAllText("sample.html", sample.ToHtml(maxDocuments: 50));
/// </code>
/// </example>
public static class DocumentHtml
{
    private const int MaxFields = 8;

    /// <summary>
    /// Formats documents as a table: id, size in bytes, the first fields and the start of the text. All text is escaped and shortened, so the result is small
    /// however long the documents are.
    /// </summary>
    /// <param name="documents">The documents. Those after the first <paramref name="maxDocuments"/> are not read.</param>
    /// <param name="maxDocuments">The most documents that are shown; at least 0. Default: 20.</param>
    /// <param name="maxChars">The most characters (code points) of a text or field; at least 1. Default: 160.</param>
    /// <returns>An HTML fragment.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is too small.</exception>
    public static string ToHtml(this IEnumerable<Document> documents, int maxDocuments = 20, int maxChars = 160)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDocuments);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxChars, 1);
        var shown = new List<Document>();
        bool hasMore = false;
        foreach (Document document in documents)
        {
            if (shown.Count == maxDocuments) { hasMore = true; break; }
            shown.Add(document);
        }
        // The fields of all shown documents, in the order in which they first occur. A wider table would not fit on a screen.
        var names = new List<string>();
        var fields = new List<Dictionary<string, AnnotationValue>>();
        foreach (Document document in shown)
        {
            var own = new Dictionary<string, AnnotationValue>(StringComparer.Ordinal);
            foreach ((string name, AnnotationValue value) in document.ListFields())
            {
                own[name] = value;
                if (!names.Contains(name)) names.Add(name);
            }
            fields.Add(own);
        }
        string[] columns = [.. names.Take(MaxFields)];
        var table = new HtmlTable(["id", "bytes", .. columns, "text"]);
        for (int i = 0; i < shown.Count; i++)
        {
            Dictionary<string, AnnotationValue> own = fields[i];
            table.Add(maxChars, [shown[i].Id, HtmlTable.Number(shown[i].Utf8Text.Length),
                .. columns.Select(name => own.TryGetValue(name, out AnnotationValue value) ? value.AsString() ?? "" : ""), shown[i].Text]);
        }
        string number = HtmlTable.Number(shown.Count);
        string caption = !hasMore ? $"{number} documents"
            : documents.TryGetNonEnumeratedCount(out int count) ? $"{number} of {HtmlTable.Number(count)} documents" : $"the first {number} documents";
        return table.ToHtml(caption,
            names.Count > MaxFields ? $"{names.Count - MaxFields} more fields: {string.Join(", ", names.Skip(MaxFields))}" : null);
    }
}
