namespace DataCuration.Tokenization;

/// <summary>The counts of an encoder on a group of documents.</summary>
internal sealed class FertilityCounts
{
    public long Documents { get; set; }

    public long Bytes { get; set; }

    public long Characters { get; set; }

    public long Words { get; set; }

    public long Tokens { get; set; }

    public long WordTokens { get; set; }

    public long WholeWords { get; set; }

    public long FallbackTokens { get; set; }

    /// <summary>Makes a row of a report.</summary>
    public TokenFertility ToRow(string tokenizer, string group, bool hasPlaces) => new()
    {
        Tokenizer = tokenizer,
        Group = group,
        Documents = Documents,
        Bytes = Bytes,
        Characters = Characters,
        Words = Words,
        Tokens = Tokens,
        WordTokens = hasPlaces ? WordTokens : null,
        WholeWords = hasPlaces ? WholeWords : null,
        FallbackTokens = hasPlaces ? FallbackTokens : null,
    };
}
