using System.Text;

namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined sink: writes the texts as lines, and an index beside them.</summary>
public sealed class LinesSink(string separator = "\n") : IDocumentSink
{
    public void Describe(FingerprintWriter writer) => writer.Add("separator", separator);

    public IShardWriter Open(ShardOutput output) => new Writer(output, Encoding.UTF8.GetBytes(separator));

    private sealed class Writer(ShardOutput output, byte[] separator) : IShardWriter
    {
        private readonly Stream lines = output.CreateFile(output.Name + ".txt");
        private long count;

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            for (int i = 0; i < documents.Length; i++)
            {
                await lines.WriteAsync(documents.Span[i].Utf8Text, cancellationToken);
                await lines.WriteAsync(separator, cancellationToken);
                count++;
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            using var index = new StreamWriter(output.CreateFile($"index/{output.Name}.count"));
            index.Write(count);
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
