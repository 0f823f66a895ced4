using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Creates a <see cref="DataFrame"/> from a sample of documents.</summary>
public static class DocumentFrame
{
    /// <summary>
    /// Creates a frame with the columns <c>id</c> and <c>text</c> and a column for each annotation or record field, in order of first occurrence.
    /// </summary>
    /// <param name="documents">The documents, which are all kept in memory. Annotations named <c>id</c> or <c>text</c> are left out.</param>
    public static DataFrame From(IEnumerable<Document> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
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
