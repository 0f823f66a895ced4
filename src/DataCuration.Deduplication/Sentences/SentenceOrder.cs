using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The order of windows: by hash, then by place.</summary>
/// <param name="isByPosition">True for datatrove's order, in which a document's position counts before its file.</param>
internal sealed class SentenceOrder(bool isByPosition) : RecordOrder
{
    public override ulong Prefix(ReadOnlySpan<byte> record) => MemoryMarshal.Read<ulong>(record);

    public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        SentenceWindow a = SentenceWindow.Read(left), b = SentenceWindow.Read(right);
        int order = a.Hash.CompareTo(b.Hash);
        if (order != 0) return order;
        int leftShard = ShardedReader.ShardOf(left), rightShard = ShardedReader.ShardOf(right);
        return isByPosition ? (a.Position, leftShard, a.Sentence).CompareTo((b.Position, rightShard, b.Sentence))
            : (leftShard, a.Position, a.Sentence).CompareTo((rightShard, b.Position, b.Sentence));
    }
}
