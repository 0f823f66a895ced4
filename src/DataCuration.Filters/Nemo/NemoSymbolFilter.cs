namespace DataCuration.Filters;

/// <summary>
/// Drops documents with many words that are a symbol (NeMo Curator's <c>SymbolsToWordsFilter</c>): more than 0.1 by default. Runs of <c>#</c> are counted as
/// one and divided by the word's length, so only a lone <c>#</c> and forms of the ellipsis count. A text without words scores 1. Drop reason:
/// <c>symbol_to_word</c>.
/// </summary>
public sealed class NemoSymbolFilter() : NemoMaxFilter("symbol_to_word", 0.1)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Symbols(document.Words);
}
