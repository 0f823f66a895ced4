using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Synthesis.Tests.Mixing;

/// <summary>The local file system, with the number of files that are open for writing at the same time.</summary>
internal sealed class CountingFileStore : IFileStore
{
    private static readonly LocalFileStore Inner = LocalFileStore.Instance;
    private readonly List<Stream> streams = [];

    /// <summary>The number of files that were created.</summary>
    public int Created => streams.Count;

    /// <summary>The largest number of files that were open at the same time.</summary>
    public int MostOpen { get; private set; }

    public Stream Create(string path)
    {
        Stream stream = Inner.Create(path);
        lock (streams)
        {
            streams.Add(stream);
            MostOpen = Math.Max(MostOpen, streams.Count(other => other.CanWrite));
        }
        return stream;
    }

    public string GetFullPath(string path) => Inner.GetFullPath(path);

    public bool FolderExists(string path) => Inner.FolderExists(path);

    public long? GetLength(string path) => Inner.GetLength(path);

    public IEnumerable<FileStoreEntry> List(string folder) => Inner.List(folder);

    public Stream OpenRead(string path, FileReadPattern pattern) => Inner.OpenRead(path, pattern);

    public void Complete(Stream stream) => Inner.Complete(stream);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath) => Inner.WriteAtomically(path, content, temporaryPath);

    public void Move(string source, string target, bool overwrite) => Inner.Move(source, target, overwrite);

    public void Delete(string path) => Inner.Delete(path);

    public void CreateFolder(string path) => Inner.CreateFolder(path);

    public void DeleteFolder(string path) => Inner.DeleteFolder(path);

    public IDisposable? TryLock(string path, bool deleteOnRelease) => Inner.TryLock(path, deleteOnRelease);

    public bool IsLocked(string path) => Inner.IsLocked(path);

    public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath) => Inner.TryGetLocalPath(path, out localPath);
}
