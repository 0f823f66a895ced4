namespace DataCuration.Tokenization;

/// <summary>Each piece is a token, or unknown.</summary>
internal sealed class WordLevelModel(TokenTable tokens, int unknown) : TokenModel
{
    public override string Kind => "WordLevel";

    public override TokenTable Tokens => tokens;

    public override bool IsFallback(int id) => id == unknown;

    public override void Encode(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch)
    {
        int id = tokens.Find(text[start..end]);
        scratch.Add(id >= 0 ? id : unknown, start, end);
    }
}
