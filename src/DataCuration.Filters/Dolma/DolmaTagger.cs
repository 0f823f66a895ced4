using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// The base of Dolma's taggers (python/dolma/taggers, commit 669f5348). They measure and drop nothing: a span type that covers the document becomes a number,
/// such as <c>gopher_v1__word_count</c>, and one with several spans a JSON list of [start, end, score] in code points. <see cref="DolmaMixer"/> filters by
/// them.
/// </summary>
public abstract class DolmaTagger : DocumentTransform
{
    private protected DolmaTagger()
    {
    }

    /// <summary>The tagger's name in Dolma. Names of annotations are it, two underscores, and the span type.</summary>
    private protected abstract string Tagger { get; }

    /// <summary>Sets a number.</summary>
    private protected void Set(DocumentEditor editor, string type, double score) => editor.Set($"{Tagger}__{type}", AnnotationValue.FromNumber(score));

    /// <summary>Sets spans.</summary>
    private protected void SetSpans(DocumentEditor editor, string type, IReadOnlyList<(int Start, int End, double Score)> spans)
    {
        var json = new StringBuilder("[");
        foreach ((int start, int end, double score) in spans)
            json.Append(CultureInfo.InvariantCulture, $"{(json.Length > 1 ? "," : "")}[{start},{end},{score:R}]");
        editor.Set($"{Tagger}__{type}", AnnotationValue.FromJson(Encoding.ASCII.GetBytes(json.Append(']').ToString())));
    }
}
