namespace DataCuration.Tokenization;

/// <summary>Splits UTF-8 text into words as one known splitting pattern does. The words cover the text.</summary>
internal interface IWordScanner
{
    /// <summary>Returns the end of the word that starts at a place.</summary>
    static abstract int Next(ReadOnlySpan<byte> text, int at);
}
