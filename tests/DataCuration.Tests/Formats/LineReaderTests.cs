using System.Diagnostics.CodeAnalysis;
using DataCuration.TestKit;

namespace DataCuration.Tests.Formats;

public sealed class LineReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(8_000_000, 10_000_000)]
    [InlineData(8_000_000, 500_000)] // longer than a record may be
    public async Task Read_LineOverManyShards_ReadsEachByteAFewTimes(int lineBytes, int maxRecordBytes)
    {
        string path = folder.Write("a.jsonl", "{\"text\":\"before\"}\n{\"text\":\"" + new string('x', lineBytes) + "\"}\n{\"text\":\"after\"}\n");
        var store = new CountingFileStore();
        var options = new JsonlReadOptions { Files = store, ShardPlan = new ShardPlanOptions { ShardBytes = 200_000 } };
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(path, options), maxRecordBytes);
        Assert.Equal(41, content.Shards.Count);
        Assert.Equal(maxRecordBytes > lineBytes ? [6, lineBytes, 5] : [6, 5], content.Documents.Select(document => document.Text.Length));
        Assert.Equal(3, content.Documents.Count + content.Faults.Count);
        // The line's own shard reads it, and every other shard its own range, rounded up to the reader's chunk.
        Assert.InRange(store.BytesRead, lineBytes, 3L * lineBytes);
    }

    [Fact]
    public async Task Read_LineThatEndsAtABound_IsReadOnce()
    {
        // Every position of the line's end against the bound of a shard.
        for (int length = 1; length < 40; length++)
        {
            string path = folder.Write("a.jsonl", "{\"text\":\"" + new string('x', length) + "\"}\r\n{\"text\":\"y\"}\n");
            var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 16 } };
            SourceContent content = await SourceContent.ReadAsync(new JsonlSource(path, options));
            Assert.Equal([new string('x', length), "y"], content.Documents.Select(document => document.Text));
        }
    }

    /// <summary>The local files, with a count of the bytes read.</summary>
    private sealed class CountingFileStore : IFileStore
    {
        private static readonly LocalFileStore Local = LocalFileStore.Instance;

        public long BytesRead { get; private set; }

        public string GetFullPath(string path) => Local.GetFullPath(path);

        public bool FolderExists(string path) => Local.FolderExists(path);

        public long? GetLength(string path) => Local.GetLength(path);

        public IEnumerable<FileStoreEntry> List(string folder) => Local.List(folder);

        public Stream OpenRead(string path, FileReadPattern pattern) => new Counter(Local.OpenRead(path, pattern), count => BytesRead += count);

        public Stream Create(string path) => throw new NotSupportedException();

        public void Complete(Stream stream) => throw new NotSupportedException();

        public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath) => throw new NotSupportedException();

        public void Move(string source, string target, bool overwrite) => throw new NotSupportedException();

        public void Delete(string path) => throw new NotSupportedException();

        public void CreateFolder(string path) => throw new NotSupportedException();

        public void DeleteFolder(string path) => throw new NotSupportedException();

        public IDisposable? TryLock(string path, bool deleteOnRelease) => throw new NotSupportedException();

        public bool IsLocked(string path) => throw new NotSupportedException();

        public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath) => throw new NotSupportedException();

        private sealed class Counter(Stream inner, Action<int> count) : Stream
        {
            public override bool CanRead => true;

            public override bool CanSeek => true;

            public override bool CanWrite => false;

            public override long Length => inner.Length;

            public override long Position { get => inner.Position; set => inner.Position = value; }

            public override int Read(Span<byte> buffer)
            {
                int read = inner.Read(buffer);
                count(read);
                return read;
            }

            public override int Read(byte[] buffer, int offset, int length) => Read(buffer.AsSpan(offset, length));

            public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

            public override void Flush() => inner.Flush();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int length) => throw new NotSupportedException();

            protected override void Dispose(bool disposing)
            {
                if (disposing) inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
