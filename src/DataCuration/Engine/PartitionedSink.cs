using System.Text;

namespace DataCuration;

/// <summary>Writes each document to the folder of its key.</summary>
internal sealed class PartitionedSink : IDocumentSink
{
    /// <summary>Each key of a shard has an open file and buffers. A larger number of keys is almost certainly a mistake.</summary>
    private const int MaxKeys = 1_000;
    private readonly IDocumentSink inner;
    private readonly Func<Document, string> partition;
    private readonly LambdaIdentity identity;

    public PartitionedSink(IDocumentSink inner, Func<Document, string> partition, LambdaIdentity identity)
    {
        identity.RequireResumable();
        this.inner = inner;
        this.partition = partition;
        this.identity = identity;
    }

    public void Describe(FingerprintWriter writer)
    {
        identity.Describe(writer);
        writer.AddScope("partition", inner.Describe);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(this, output);

    /// <summary>
    /// Encodes a key as a folder name. Letters, digits, '.', '_' and '-' are kept; every other UTF-8 byte becomes %XX, so that different keys have different
    /// names.
    /// </summary>
    internal static string FolderName(string key)
    {
        if (key.Length == 0) return "%";
        var name = new StringBuilder(key.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(key))
        {
            // A leading dot would hide the folder or name a parent folder.
            bool stays = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' || (b == '.' && name.Length > 0);
            if (stays) name.Append((char)b);
            else name.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return name.ToString();
    }

    /// <summary>Decodes the key from a folder name.</summary>
    internal static string KeyOf(string folder) => folder == "%" ? "" : Uri.UnescapeDataString(folder);

    private sealed class Writer(PartitionedSink sink, ShardOutput output) : IShardWriter
    {
        private readonly SortedDictionary<string, (IShardWriter Writer, List<Document> Pending)> parts = new(StringComparer.Ordinal);

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            for (int i = 0; i < documents.Length; i++)
            {
                Document document = documents.Span[i];
                string key = KeyOf(document);
                string folder = FolderName(key);
                if (!parts.TryGetValue(folder, out (IShardWriter Writer, List<Document> Pending) part))
                {
                    if (parts.Count == MaxKeys) throw new InvalidOperationException(
                        $"Document '{document.Id}': '{key}' would be the shard's partition {MaxKeys + 1}; the limit is {MaxKeys}.");
                    part = (sink.inner.Open(output.InFolder(folder)), []);
                    parts.Add(folder, part);
                }
                part.Pending.Add(document);
            }
            foreach ((IShardWriter writer, List<Document> pending) in parts.Values)
            {
                if (pending.Count == 0) continue;
                await writer.WriteAsync(pending.ToArray(), cancellationToken).ConfigureAwait(false);
                pending.Clear();
            }
        }

        private string KeyOf(Document document)
        {
            try
            {
                return sink.partition(document) ?? throw new InvalidOperationException("it returned null");
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
            {
                throw new CurationException($"Document '{document.Id}': the partition lambda '{sink.identity.Text}' returned no key: {e.Message}", e);
            }
        }

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            foreach ((IShardWriter writer, _) in parts.Values) await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            foreach ((IShardWriter writer, _) in parts.Values) await writer.DisposeAsync().ConfigureAwait(false);
        }
    }
}
