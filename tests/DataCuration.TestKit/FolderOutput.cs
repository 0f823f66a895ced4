namespace DataCuration.TestKit;

/// <summary>Runs a sink's writer against plain files in a folder, without an engine. The streams are write-only and cannot seek, as the engine's are.</summary>
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

    private sealed class ForwardStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
