namespace DataCuration.Filters;

/// <summary>The splitters that filters use unless another one is given.</summary>
internal static class DefaultSplitters
{
    public static WordSplitter Words => WordSplitter.English;

    public static SentenceSplitter Sentences => SentenceSplitter.English;
}
