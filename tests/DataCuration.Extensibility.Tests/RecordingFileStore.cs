using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Extensibility.Tests;

/// <summary>A store of a stranger's around another one, which writes down every path.</summary>
public sealed class RecordingFileStore(IFileStore inner) : IFileStore
{
    /// <summary>The paths that were opened or mapped.</summary>
    public ConcurrentDictionary<string, bool> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths that were created, moved to, written or locked.</summary>
    public ConcurrentDictionary<string, bool> Written { get; } = new(StringComparer.Ordinal);

    public string GetFullPath(string path) => inner.GetFullPath(path);

    public bool FolderExists(string path) => inner.FolderExists(path);

    public long? GetLength(string path) => inner.GetLength(path);

    public IEnumerable<FileStoreEntry> List(string folder) => inner.List(folder);

    public Stream OpenRead(string path, FileReadPattern pattern)
    {
        Read[path] = true;
        return inner.OpenRead(path, pattern);
    }

    public Stream Create(string path)
    {
        Written[path] = true;
        return inner.Create(path);
    }

    public void Complete(Stream stream) => inner.Complete(stream);

    public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath)
    {
        Written[path] = true;
        inner.WriteAtomically(path, content, temporaryPath);
    }

    public void Move(string source, string target, bool overwrite)
    {
        Written[target] = true;
        inner.Move(source, target, overwrite);
    }

    public void Delete(string path) => inner.Delete(path);

    public void CreateFolder(string path) => inner.CreateFolder(path);

    public void DeleteFolder(string path) => inner.DeleteFolder(path);

    public IDisposable? TryLock(string path, bool deleteOnRelease)
    {
        Written[path] = true;
        return inner.TryLock(path, deleteOnRelease);
    }

    public bool IsLocked(string path) => inner.IsLocked(path);

    public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath)
    {
        Read[path] = true;
        return inner.TryGetLocalPath(path, out localPath);
    }
}
