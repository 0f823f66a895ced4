namespace DataCuration.Filters;

/// <summary>
/// Drops documents with many brackets (NeMo Curator's <c>ParenthesesFilter</c>): more than 0.1 of the characters by default. Round, square, curly and
/// mathematical angle brackets count. An empty text scores 1. Drop reason: <c>parentheses_ratio</c>.
/// </summary>
public sealed class NemoParenthesesFilter() : NemoMaxFilter("parentheses_ratio", 0.1)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Parentheses(document.Utf8Text.Span);
}
