using System.Buffers.Binary;

namespace DataCuration;

/// <summary>
/// The records of the training. An n-gram takes four bytes for each word of the highest order: its ids plus one, highest byte first, so that bytes sort as ids
/// do. Zeros follow its last word, so that a shorter n-gram sorts before those that begin with it.
/// </summary>
internal static class NGramRecords
{
    public const int WordBytes = 4;

    /// <summary>Writes an id at a place.</summary>
    public static void Put(Span<byte> ids, int place, int id) => BinaryPrimitives.WriteUInt32BigEndian(ids[(place * WordBytes)..], (uint)id + 1);

    /// <summary>Reads the id at a place; −1 after the last word.</summary>
    public static int Get(ReadOnlySpan<byte> ids, int place) => (int)(BinaryPrimitives.ReadUInt32BigEndian(ids[(place * WordBytes)..]) - 1);

    /// <summary>Reads ids up to the last word.</summary>
    /// <returns>The number of words.</returns>
    public static int Read(ReadOnlySpan<byte> source, Span<int> ids)
    {
        int length = 0;
        while (length < ids.Length && (length + 1) * WordBytes <= source.Length && Get(source, length) is >= 0 and var id) ids[length++] = id;
        return length;
    }

    /// <summary>
    /// Returns a hash that chooses the partition of an n-gram by its last two words: all n-grams that end in them are in one partition, and so are those that
    /// the words before them make longer. Two words, because the most frequent single word may be five in a hundred of a corpus.
    /// </summary>
    public static ulong TailHash(int last, int previous) => NGramKeys.Extend(NGramKeys.Extend(0x7461696C, last), previous);
}
