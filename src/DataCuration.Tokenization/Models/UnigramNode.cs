namespace DataCuration.Tokenization;

/// <summary>The best way to a place in the text: the last token, its start, and the score of the whole way.</summary>
internal struct UnigramNode
{
    public double Score;
    public int Start;
    public int Token;
}
