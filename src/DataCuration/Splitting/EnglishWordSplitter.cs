namespace DataCuration;

/// <summary>Splits as spaCy's blank English pipeline does.</summary>
internal sealed class EnglishWordSplitter : WordSplitter
{
    public override string Name => "english_spacy_3.8";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        EnglishScanner.Tokens tokens = EnglishScanner.Split(utf8Text.Span, withExceptions: true);
        return new(utf8Text, tokens.Ranges, tokens.CodePoints);
    }
}
