using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Mixing;

/// <summary>Sums up the ratings of a shard, and hashes its documents.</summary>
internal sealed class RatingSink(string[] ratings) : IDocumentSink
{
    public void Describe(FingerprintWriter writer)
    {
        writer.Add("phase", "ratings");
        foreach (string rating in ratings) writer.Add("rating", rating);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(ratings, output);

    /// <summary>Returns the name of a shard's file.</summary>
    public static string FileName(int shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.ratings");

    /// <summary>Adds a shard's file to the moments of all ratings, and its hash to that of the pool. Returns its number of documents.</summary>
    public static long AddFrom(Stream stream, RatingMoments[] moments, XxHash128 pool)
    {
        using var reader = new BinaryReader(stream);
        long documents = reader.ReadInt64();
        pool.Append(reader.ReadBytes(16));
        for (int i = 0; i < moments.Length; i++) moments[i].Join(new(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble()));
        return documents;
    }

    private sealed class Writer(string[] ratings, ShardOutput output) : IShardWriter
    {
        private readonly RatingMoments[] moments = new RatingMoments[ratings.Length];
        private readonly XxHash128 hash = new();
        private long documents;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> batch, CancellationToken cancellationToken)
        {
            foreach (Document document in batch.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                documents++;
                // Lengths come first, so that no other division into ids and texts has the same bytes.
                Append(Encoding.UTF8.GetBytes(document.Id));
                Append(document.Utf8Text.Span);
                for (int i = 0; i < ratings.Length; i++)
                    if (document.TryGet(new AnnotationKey<double>(ratings[i]), out double rating) && double.IsFinite(rating)) moments[i].Add(rating);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            using var writer = new BinaryWriter(output.CreateFile(FileName(output.Index)));
            writer.Write(documents);
            writer.Write(hash.GetCurrentHash());
            foreach (RatingMoments one in moments)
            {
                writer.Write(one.Count);
                writer.Write(one.Mean);
                writer.Write(one.Squares);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Append(ReadOnlySpan<byte> bytes)
        {
            int length = bytes.Length;
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            hash.Append(bytes);
        }
    }
}
