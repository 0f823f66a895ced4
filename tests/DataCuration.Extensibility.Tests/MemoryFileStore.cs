using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Extensibility.Tests;

/// <summary>
/// A store that a stranger writes: files in memory, so that nothing can be read or written past it. It is strict where the local file system is: a file needs
/// its folder, and only a completed file exists.
/// </summary>
public sealed class MemoryFileStore : IFileStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> locks = new(StringComparer.Ordinal);

    /// <summary>The number of files that were created, state files excluded.</summary>
    public int Created { get; private set; }

    /// <summary>The paths of all files.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (gate) return [.. files.Keys];
        }
    }

    /// <summary>Gets the content of a file, or puts a file into the store with its folders.</summary>
    public byte[] this[string path]
    {
        get
        {
            lock (gate) return files.TryGetValue(path, out byte[]? content) ? content
                : throw new FileNotFoundException($"The store has no file '{path}'.", path);
        }
        set
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            lock (gate) files[path] = value;
        }
    }

    public string GetFullPath(string path) => Path.GetFullPath(path);

    public bool FolderExists(string path)
    {
        lock (gate) return folders.Contains(path);
    }

    public long? GetLength(string path)
    {
        lock (gate) return files.TryGetValue(path, out byte[]? content) ? content.Length : null;
    }

    public IEnumerable<FileStoreEntry> List(string folder)
    {
        lock (gate)
        {
            RequireFolder(folder);
            return [.. files.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => new FileStoreEntry { Path = path }),
                .. folders.Where(path => Path.GetDirectoryName(path) == folder).Select(path => new FileStoreEntry { Path = path, IsFolder = true })];
        }
    }

    public Stream OpenRead(string path, FileReadPattern pattern) => new MemoryStream(this[path], writable: false);

    public Stream Create(string path)
    {
        lock (gate)
        {
            RequireFolder(Path.GetDirectoryName(path)!);
            Created++;
        }
        return new NewFile(path);
    }

    public void Complete(Stream stream)
    {
        var file = (NewFile)stream;
        lock (gate) files[file.Path] = file.ToArray();
    }

    public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath)
    {
        byte[] copy = content.ToArray();
        lock (gate)
        {
            RequireFolder(Path.GetDirectoryName(path)!);
            files[path] = copy;
        }
    }

    public void Move(string source, string target, bool overwrite)
    {
        lock (gate)
        {
            RequireFolder(Path.GetDirectoryName(target)!);
            byte[] content = this[source];
            if (!overwrite && files.ContainsKey(target)) throw new IOException($"'{target}' exists.");
            files.Remove(source);
            files[target] = content;
        }
    }

    public void Delete(string path)
    {
        lock (gate) files.Remove(path);
    }

    public void CreateFolder(string path)
    {
        lock (gate)
            for (string? folder = path; folder is not null; folder = Path.GetDirectoryName(folder)) folders.Add(folder);
    }

    public void DeleteFolder(string path)
    {
        lock (gate)
        {
            RequireFolder(path);
            string below = path + Path.DirectorySeparatorChar;
            foreach (string file in files.Keys.Where(file => file.StartsWith(below, StringComparison.Ordinal)).ToList()) files.Remove(file);
            folders.RemoveWhere(folder => folder == path || folder.StartsWith(below, StringComparison.Ordinal));
        }
    }

    public IDisposable? TryLock(string path, bool deleteOnRelease)
    {
        lock (gate)
        {
            RequireFolder(Path.GetDirectoryName(path)!);
            return locks.Add(path) ? new Release(this, path) : null;
        }
    }

    public bool IsLocked(string path)
    {
        lock (gate) return locks.Contains(path);
    }

    public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath)
    {
        localPath = null;
        return false;
    }

    private void RequireFolder(string path)
    {
        if (!folders.Contains(path)) throw new DirectoryNotFoundException($"The store has no folder '{path}'.");
    }

    private sealed class NewFile(string path) : MemoryStream
    {
        public string Path { get; } = path;
    }

    private sealed class Release(MemoryFileStore store, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (store.gate) store.locks.Remove(path);
        }
    }
}
