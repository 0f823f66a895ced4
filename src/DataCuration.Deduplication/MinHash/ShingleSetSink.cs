using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes the sets of shingles of documents: sorted hashes one after the other, and a table of their places.</summary>
/// <param name="signer">Makes the shingles.</param>
/// <param name="candidates">The phase that gathered the documents to write, by <see cref="NumberSet"/>; null for all.</param>
internal sealed class ShingleSetSink(MinHashSigner signer, PhaseFiles? candidates) : IDocumentSink
{
    public const string SetsSuffix = ".sets", PlacesName = "places", PlacesSuffix = ".places.records", CandidatesName = "candidates";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "shingle-sets/2");
        writer.Add("documents", candidates is null ? "all" : CandidatesName);
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) =>
        new Writer(signer, candidates is null ? null : NumberSet.Read(candidates, CandidatesName, output.Index), output);

    private sealed class Writer(MinHashSigner signer, NumberSet? candidates, ShardOutput output) : DocumentWriter
    {
        private readonly Stream sets = output.CreateFile(output.Name + SetsSuffix);
        private readonly RecordTableWriter<ShinglePlace> places = new(output, PlacesName);
        private readonly ShingleBuffers buffers = new();
        private ulong[] set = [];
        private long offset;

        protected override void Add(Document document)
        {
            if (candidates?.Contains(document.Origin.Record) == false) return;
            ReadOnlySpan<ulong> hashes = signer.HashShingles(document.Utf8Text, buffers);
            Span<ulong> copy = ShingleBuffers.Room(ref set, hashes.Length)[..hashes.Length];
            hashes.CopyTo(copy);
            copy = copy[..MinHashSigner.MakeSet(copy)];
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(copy);
            sets.Write(bytes);
            places.Append(document.Origin.Record, new ShinglePlace(offset, copy.Length, XxHash3.HashToUInt64(bytes)));
            offset += bytes.Length;
        }

        protected override void Complete() => places.Complete();
    }
}
