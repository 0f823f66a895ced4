namespace DataCuration.TestKit;

/// <summary>Runs a sink's writer on plain files in a folder, without an engine. The streams are write-only and cannot seek, like the engine's.</summary>
public static class FolderOutput
{
    public static async Task<string[]> WriteAsync(IDocumentSink sink, string folder, IReadOnlyList<Document> documents, int shard = 3, int batch = 7)
    {
        var names = new List<string>();
        var streams = new List<Stream>();
        var output = new ShardOutput(shard, name =>
        {
            names.Add(name);
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var stream = new ForwardStream(File.Create(path));
            streams.Add(stream);
            return stream;
        });
        await using (IShardWriter writer = sink.Open(output))
        {
            for (int start = 0; start < documents.Count; start += batch)
                await writer.WriteAsync(documents.Skip(start).Take(batch).ToArray(), CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
        }
        foreach (Stream stream in streams) await stream.DisposeAsync();
        return [.. names];
    }

    private sealed class ForwardStream(Stream inner) : WriteOnlyStream
    {
        public override void Flush() => inner.Flush();

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
