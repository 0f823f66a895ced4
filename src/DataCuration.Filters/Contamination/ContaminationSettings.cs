using System.IO.Hashing;

namespace DataCuration.Filters;

/// <summary>The content of an index, and the form in which texts are compared with it.</summary>
/// <param name="Unit">N-grams or paragraphs.</param>
/// <param name="Words">The words of an n-gram, or the fewest words of a paragraph.</param>
/// <param name="Simplifies">True if texts are compared in datatrove's normal form.</param>
/// <param name="Splitter">The definition of a word.</param>
internal sealed record ContaminationSettings(ContaminationUnit Unit, int Words, bool Simplifies, WordSplitter Splitter)
{
    /// <summary>True if the words of an n-gram, joined by blanks, are in the normal form as they are.</summary>
    public bool IsJoined => Simplifies && ReferenceEquals(Splitter, WordSplitter.WhiteSpace);

    /// <summary>The hash of a unit: xxHash64 of its UTF-8 text, as in datatrove's index files.</summary>
    public static ulong Hash(ReadOnlySpan<byte> unit) => XxHash64.HashToUInt64(unit);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("unit", Unit.ToString());
        writer.Add("words", Words);
        writer.Add("simplifies", Simplifies);
        writer.Add("splitter", Splitter.Name);
    }
}
