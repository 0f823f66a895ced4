using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>
/// The form of a model file. It begins with a header (the order, the counts and the rule of words), the vocabulary, and the unigrams by id (logarithm and
/// backoff as 32-bit numbers). For each higher order, a table by hash follows, with key, logarithm and, below the highest order, backoff. Then come the ids of
/// its n-grams in the order of the table, which only the ARPA writer reads.
/// </summary>
internal sealed class NGramLayout
{
    private const int FormatVersion = 1;
    private const int MaxIdentityBytes = 1 << 12;

    public static ReadOnlySpan<byte> Magic => "NGRAMLM1"u8;

    public required int Order { get; init; }

    public required ulong HashSeed { get; init; }

    public required string Identity { get; init; }

    /// <summary>The number of n-grams of each order; that of order 1 is the number of words.</summary>
    public required ImmutableArray<long> Counts { get; init; }

    public int Words => (int)Counts[0];

    public long VocabularyOffset { get; private init; }

    public long UnigramOffset { get; private set; }

    /// <summary>The offset of the ids of an order's n-grams, for orders from 2.</summary>
    public long WordsOffset(int order) => wordsOffsets[order - 2];

    private long[] wordsOffsets = [];

    public static int EntryBytes(int n, int order) => n < order ? 16 : 12;

    public static NGramLayout Read(ChecksummedFile file)
    {
        ReadOnlySpan<byte> head = file.Slice(0, 24);
        if (!head[..8].SequenceEqual(Magic)) throw file.Damaged(0, "it does not begin as an n-gram model does");
        int version = MemoryMarshal.Read<int>(head[8..]), order = MemoryMarshal.Read<int>(head[12..]);
        if (version != FormatVersion) throw file.Damaged(8, $"format is {version}, this version reads {FormatVersion}");
        if (order is < 1 or > NGramModel.MaxOrder) throw file.Damaged(12, $"its order is {order}, not 1 to {NGramModel.MaxOrder}");
        ulong seed = MemoryMarshal.Read<ulong>(head[16..]);
        long[] counts = MemoryMarshal.Cast<byte, long>(file.Slice(24, order * sizeof(long))).ToArray();
        if (counts[0] is < NGramVocabulary.SpecialWords or > int.MaxValue) throw file.Damaged(24, $"it has {counts[0]} words");
        foreach (long count in counts)
            if (count < 0 || count > file.BodyLength) throw file.Damaged(24, $"it has {count} n-grams in {file.BodyLength} bytes");
        long at = 24 + (order * sizeof(long));
        long length = MemoryMarshal.Read<long>(file.Slice(at, sizeof(long)));
        if (length is < 0 or > MaxIdentityBytes) throw file.Damaged(at, $"the rule of its words has {length} bytes");
        return new()
        {
            Order = order,
            HashSeed = seed,
            Counts = [.. counts],
            Identity = Encoding.UTF8.GetString(file.Slice(at + sizeof(long), (int)length)),
            VocabularyOffset = NGramHashSection.Align(at + sizeof(long) + length),
        };
    }

    /// <summary>Finds the tables, which follow the vocabulary.</summary>
    public NGramHashSection[] OpenTables(ChecksummedFile file, long vocabularyEnd)
    {
        UnigramOffset = vocabularyEnd;
        long at = checked(vocabularyEnd + (Counts[0] * 8));
        var tables = new NGramHashSection[Order - 1];
        wordsOffsets = new long[Order - 1];
        for (int n = 2; n <= Order; n++)
        {
            tables[n - 2] = new(file, at, Counts[n - 1], EntryBytes(n, Order));
            wordsOffsets[n - 2] = tables[n - 2].End;
            at = NGramHashSection.Align(checked(tables[n - 2].End + (Counts[n - 1] * n * sizeof(int))));
        }
        if (at != file.BodyLength) throw file.Damaged(0, $"its counts need {at} bytes, and it has {file.BodyLength}");
        return tables;
    }

    public void WriteHeader(ChecksummedWriter output)
    {
        Span<byte> head = stackalloc byte[24];
        Magic.CopyTo(head);
        MemoryMarshal.Write(head[8..], FormatVersion);
        MemoryMarshal.Write(head[12..], Order);
        MemoryMarshal.Write(head[16..], HashSeed);
        output.Write(head);
        foreach (long count in Counts) output.WriteInt64(count);
        byte[] identity = Encoding.UTF8.GetBytes(Identity);
        if (identity.Length > MaxIdentityBytes) throw new ArgumentException($"The rule of words has {identity.Length} bytes; {MaxIdentityBytes} are allowed.");
        output.WriteInt64(identity.Length);
        output.Write(identity);
        output.Align();
    }
}
