using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>Divides a shard's documents into the parts of a mix: a file of JSON lines for each part, and a record for each line.</summary>
/// <param name="role">The role of the documents.</param>
/// <param name="seed">The seed of the order.</param>
/// <param name="parts">The number of parts.</param>
/// <param name="encoder">Counts tokens; null to estimate them.</param>
internal sealed class MixSink(string role, ulong seed, int parts, ITokenEncoder? encoder) : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "order";

    private const int RecordSize = 16;
    private const int BytesPerToken = 4;

    /// <summary>Returns the folder of a part's lines.</summary>
    public static string FolderOf(int part) => part.ToString("D4", CultureInfo.InvariantCulture);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "mix/1");
        writer.Add("role", role);
        writer.Add("seed", seed);
        writer.Add("parts", parts);
        if (encoder is null) writer.Add("encoder", null);
        else encoder.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(this, output);

    private sealed class Writer(MixSink sink, ShardOutput output) : IShardWriter
    {
        private readonly PartitionWriter records = new(output, RecordName, sink.Parts, RecordSize);
        private readonly IShardWriter?[] lines = new IShardWriter?[sink.Parts];
        private readonly List<int> tokens = [];
        private readonly Document[] one = new Document[1];

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            for (int i = 0; i < documents.Length; i++)
            {
                Document document = documents.Span[i];
                ulong key = SeededRandom.Create(sink.Seed, "replay-mix", document.Id).NextUInt64();
                int part = PartitionWriter.PartitionOf(key, sink.Parts);
                one[0] = document.With(ReplayMix.Role, sink.Role);
                IShardWriter target = lines[part] ??= new JsonlSink().Open(output.InFolder(FolderOf(part)));
                await target.WriteAsync(one, cancellationToken).ConfigureAwait(false);
                records.WriteTo(part, new MixRecord(key, Count(document)));
            }
        }

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            foreach (IShardWriter? part in lines)
                if (part is not null) await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (IShardWriter? part in lines)
                if (part is not null) await part.DisposeAsync().ConfigureAwait(false);
        }

        private long Count(Document document)
        {
            if (sink.Encoder is null) return (document.Utf8Text.Length + BytesPerToken - 1) / BytesPerToken;
            tokens.Clear();
            sink.Encoder.Encode(document.Utf8Text.Span, tokens);
            return tokens.Count;
        }
    }

    private string Role => role;

    private ulong Seed => seed;

    private int Parts => parts;

    private ITokenEncoder? Encoder => encoder;
}
