using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Creates a <see cref="DataFrame"/> from a sample of documents.</summary>
public static class DocumentFrame
{
    /// <summary>
    /// Creates a frame with the columns <c>id</c> and <c>text</c> and a column for each annotation or record field, in order of first occurrence.
    /// </summary>
    /// <param name="documents">The documents, which are all kept in memory. Annotations named <c>id</c> or <c>text</c> are left out.</param>
    /// <param name="maxCharacters">
    /// The maximum number of characters (Unicode code points) of texts and other strings, at least 1. A longer one is cut and its length added, and line breaks
    /// become spaces, so that a displayed frame stays readable. Null keeps whole texts. Default: 200 (our choice).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCharacters"/> is below 1.</exception>
    public static DataFrame From(IEnumerable<Document> documents, int? maxCharacters = 200)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (maxCharacters is < 1) throw new ArgumentOutOfRangeException(nameof(maxCharacters), maxCharacters, "At least one character is shown.");
        var columns = new List<string> { "id", "text" };
        var places = new Dictionary<string, int>(StringComparer.Ordinal) { ["id"] = 0, ["text"] = 1 };
        var rows = new List<AnnotationValue[]>();
        foreach (Document document in documents)
        {
            KeyValuePair<string, AnnotationValue>[] fields = [.. document.ListFields()];
            foreach ((string name, _) in fields)
                if (places.TryAdd(name, columns.Count)) columns.Add(name);
            var row = new AnnotationValue[columns.Count];
            foreach ((string name, AnnotationValue value) in fields) row[places[name]] = value;
            row[0] = AnnotationValue.FromString(document.Id);
            row[1] = AnnotationValue.FromString(document.Text);
            // The id is kept whole: it identifies the document.
            if (maxCharacters is { } limit)
                for (int i = 1; i < row.Length; i++) row[i] = ValuePreview.Shorten(row[i], limit);
            rows.Add(row);
        }
        // Rows from before a column first occurred have no value for it.
        for (int i = 0; i < rows.Count; i++)
        {
            AnnotationValue[] row = rows[i];
            Array.Resize(ref row, columns.Count);
            rows[i] = row;
        }
        return TabularFrame.From(columns, rows);
    }
}
