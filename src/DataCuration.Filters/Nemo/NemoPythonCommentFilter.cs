namespace DataCuration.Filters;

/// <summary>
/// Keeps Python files with comments and docstrings, but not too many (NeMo Curator's <c>PythonCommentToCodeFilter</c>): a share of 0.01 to 0.85 of the
/// characters by default. Files that are not valid Python 3.11, and empty ones, score 0. Drop reason: <c>python_comment_ratio</c>.
/// </summary>
/// <remarks>Syntax is checked by a recognizer of Python's grammar; it accepts a few programs that Python rejects after parsing.</remarks>
public sealed class NemoPythonCommentFilter() : NemoRangeFilter("python_comment_ratio", 0.01, 0.85)
{
    private protected override double Score(Document document, TextScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (text.IsEmpty || !text.ContainsAny("#\"'"u8)) return 0;
        return PythonParser.TryMeasure(document.Text, out int characters) ? (double)characters / Utf8.Count(text) : 0;
    }
}
