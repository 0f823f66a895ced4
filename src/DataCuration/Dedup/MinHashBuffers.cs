namespace DataCuration;

/// <summary>
/// The working memory of <see cref="MinHasher.TrySign"/>, reused from text to text: about three times the longest text, and 12 bytes for each of its words.
/// Not safe for concurrent use; a stage gets one from <see cref="StageContext.Scratch{T}"/>.
/// </summary>
public sealed class MinHashBuffers
{
    /// <summary>The normal form of the text, with single spaces between words.</summary>
    internal byte[] Text { get; set; } = [];

    /// <summary>The start of each word in <see cref="Text"/>.</summary>
    internal int[] WordStarts { get; set; } = [];

    /// <summary>The hashes of the shingles.</summary>
    internal ulong[] Shingles { get; set; } = [];

    /// <summary>The minima of all hash functions, padding included.</summary>
    internal ulong[] Minima { get; set; } = [];
}
