namespace DataCuration.Tokenization;

/// <summary>A model of <c>tokenizer.json</c>: turns a piece of text into tokens.</summary>
internal abstract class TokenModel
{
    /// <summary>The name in the file.</summary>
    public abstract string Kind { get; }

    /// <summary>The spellings of all tokens.</summary>
    public abstract TokenTable Tokens { get; }

    /// <summary>The number of entries of the vocabulary. Added tokens get the ids after it.</summary>
    public virtual int VocabularyCount => Tokens.Count;

    /// <summary>Returns true for the token of unknown text and for those of single bytes that stand for characters without a token.</summary>
    public abstract bool IsFallback(int id);

    /// <summary>Adds the tokens of a piece.</summary>
    /// <param name="text">The text around the piece.</param>
    /// <param name="start">The start of the piece.</param>
    /// <param name="end">Its end, after its start.</param>
    /// <param name="scratch">Receives the tokens, and their places in the text if wanted.</param>
    public abstract void Encode(ReadOnlySpan<byte> text, int start, int end, EncodeScratch scratch);
}
