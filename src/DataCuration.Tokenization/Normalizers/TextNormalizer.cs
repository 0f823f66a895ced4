namespace DataCuration.Tokenization;

/// <summary>A normalizer of <c>tokenizer.json</c>.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Replaces a text by its normal form.</summary>
    public abstract void Apply(WorkText text);

    /// <summary>Returns true if a text is known to stay as it is. False says nothing.</summary>
    public virtual bool Keeps(ReadOnlySpan<byte> text) => false;
}
