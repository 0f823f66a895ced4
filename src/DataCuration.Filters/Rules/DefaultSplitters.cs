namespace DataCuration.Filters;

/// <summary>The splitters that filters use unless another one is given.</summary>
internal static class DefaultSplitters
{
    public static WordSplitter Words => WordSplitter.WhiteSpace;

    public static SentenceSplitter Sentences => TerminalSentenceSplitter.Instance;
}
