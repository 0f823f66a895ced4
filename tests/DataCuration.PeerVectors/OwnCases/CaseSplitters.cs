namespace DataCuration.PeerVectors;

/// <summary>Splitters by the names that cases have for them.</summary>
internal static class CaseSplitters
{
    public static IReadOnlyDictionary<string, WordSplitter> Words { get; } = new Dictionary<string, WordSplitter>(StringComparer.Ordinal)
    {
        ["white_space"] = WordSplitter.WhiteSpace,
        ["english"] = WordSplitter.English,
        ["unicode"] = WordSplitter.Unicode,
        ["fast_text"] = WordSplitter.FastText,
        ["word_punct"] = WordSplitter.WordPunct,
        ["penn_treebank"] = WordSplitter.PennTreebank,
    };

    public static IReadOnlyDictionary<string, SentenceSplitter> Sentences { get; } = new Dictionary<string, SentenceSplitter>(StringComparer.Ordinal)
    {
        ["english"] = SentenceSplitter.English,
        ["white_space"] = SentenceSplitter.WhiteSpace,
        ["punkt"] = SentenceSplitter.Punkt,
    };
}
