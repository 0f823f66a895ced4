namespace DataCuration.Tokenization;

/// <summary>A decoder of <c>tokenizer.json</c>: turns the spellings of tokens into texts, which are then joined.</summary>
internal abstract class TokenDecoder
{
    /// <summary>Replaces spellings by texts. The number of items may change.</summary>
    public abstract List<string> Apply(List<string> tokens);
}

/// <summary>A decoder that changes each item on its own.</summary>
internal abstract class ItemDecoder : TokenDecoder
{
    /// <summary>Returns what an item becomes.</summary>
    protected abstract string Map(string item, int index, int count);

    public override List<string> Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++) tokens[i] = Map(tokens[i], i, tokens.Count);
        return tokens;
    }
}

/// <summary>Several decoders, one after the other.</summary>
internal sealed class SequenceDecoder(TokenDecoder[] parts) : TokenDecoder
{
    /// <summary>The decoders.</summary>
    public IReadOnlyList<TokenDecoder> Parts => parts;

    public override List<string> Apply(List<string> tokens)
    {
        foreach (TokenDecoder part in parts) tokens = part.Apply(tokens);
        return tokens;
    }
}

/// <summary>Joins all items into one.</summary>
internal sealed class FuseDecoder : TokenDecoder
{
    public override List<string> Apply(List<string> tokens) => [string.Concat(tokens)];
}
