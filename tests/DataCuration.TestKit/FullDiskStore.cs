using System.Diagnostics.CodeAnalysis;

namespace DataCuration.TestKit;

/// <summary>The local file system with a limited space: writing more fails as a full disk does, in the middle of a file.</summary>
/// <param name="space">The number of bytes that can be written.</param>
public sealed class FullDiskStore(long space) : IFileStore
{
    private static readonly LocalFileStore Inner = LocalFileStore.Instance;
    private long written;

    /// <summary>The number of bytes written so far.</summary>
    public long Written => Interlocked.Read(ref written);

    public string GetFullPath(string path) => Inner.GetFullPath(path);

    public bool FileExists(string path) => Inner.FileExists(path);

    public bool FolderExists(string path) => Inner.FolderExists(path);

    public long? GetLength(string path) => Inner.GetLength(path);

    public IEnumerable<FileStoreEntry> List(string folder) => Inner.List(folder);

    public Stream OpenRead(string path, FileReadPattern pattern) => Inner.OpenRead(path, pattern);

    public Stream Create(string path) => new LimitedStream(this, Inner.Create(path));

    public void Complete(Stream stream) => Inner.Complete(((LimitedStream)stream).Inner);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath)
    {
        Take(content.Length);
        Inner.WriteAtomically(path, content, temporaryPath);
    }

    public void Move(string source, string target, bool overwrite) => Inner.Move(source, target, overwrite);

    public void Delete(string path) => Inner.Delete(path);

    public void CreateFolder(string path) => Inner.CreateFolder(path);

    public void DeleteFolder(string path) => Inner.DeleteFolder(path);

    public IDisposable? TryLock(string path, bool deleteOnRelease) => Inner.TryLock(path, deleteOnRelease);

    public bool IsLocked(string path) => Inner.IsLocked(path);

    public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath) => Inner.TryGetLocalPath(path, out localPath);

    /// <summary>Takes space; returns the number of bytes that fit.</summary>
    private int TryTake(int count)
    {
        long before = Interlocked.Add(ref written, count) - count;
        return (int)Math.Clamp(space - before, 0, count);
    }

    private void Take(int count)
    {
        if (TryTake(count) < count) throw Full();
    }

    private static IOException Full() => new("No space left on device (a test's limit).");

    private sealed class LimitedStream(FullDiskStore store, Stream inner) : Stream
    {
        public Stream Inner => inner;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = store.TryTake(buffer.Length);
            inner.Write(buffer[..fits]);
            if (fits < buffer.Length) throw Full();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
