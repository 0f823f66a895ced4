using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>A document of a mix: its place in the order, its length, and its place in its corpus.</summary>
/// <param name="Key">The hash of seed and id that orders the mix.</param>
/// <param name="Tokens">The length in tokens.</param>
/// <param name="Shard">The shard of the corpus.</param>
/// <param name="Number">The document's number in its shard, after the stages of the corpus.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct MixEntry(ulong Key, long Tokens, long Shard, long Number)
{
    /// <summary>The length of an entry in bytes.</summary>
    public const int Size = 32;

    /// <summary>The name of the entries in the files of a phase.</summary>
    public const string RecordName = "mix";

    /// <summary>The order of the mix. Equal keys keep the order of the corpus.</summary>
    public static RecordOrder ByKey { get; } = RecordOrder.UInt64();

    /// <summary>The order of the corpus.</summary>
    public static RecordOrder ByPlace { get; } = RecordOrder.Int64(offset: 16, count: 2);

    /// <summary>Returns a document's key.</summary>
    public static ulong KeyOf(ulong seed, Document document) => SeededRandom.Create(seed, "replay-mix", document.Id).NextUInt64();

    /// <summary>Reads the entries that the shards of a phase wrote, in the order of the corpus.</summary>
    public static PartitionReader Read(PhaseFiles files) => new Partitions(files, RecordName).Read(0);
}
