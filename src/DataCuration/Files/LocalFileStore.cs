using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>The local file system, including file systems that are mounted from a network. Paths are those of the operating system.</summary>
public sealed class LocalFileStore : IFileStore
{
    private const int WriteBufferBytes = 1 << 16;

    private LocalFileStore()
    {
    }

    /// <summary>The local file system.</summary>
    public static LocalFileStore Instance { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is an address such as <c>s3://</c>. The message says what is supported.</exception>
    public string GetFullPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Addresses.Refuse(path);
        return Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool FolderExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public long? GetLength(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : null;
    }

    /// <inheritdoc/>
    public IEnumerable<FileStoreEntry> List(string folder)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            bool isFolder = entry is DirectoryInfo;
            yield return new() { Path = entry.FullName, IsFolder = isFolder, IsLink = isFolder && entry.LinkTarget is not null };
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is an address such as <c>s3://</c>. The message says what is supported.</exception>
    public Stream OpenRead(string path, FileReadPattern pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Addresses.Refuse(path);
        try
        {
            return pattern == FileReadPattern.Sequential
                // Where a system allows it, a file may be replaced while it is read: several processes repair a phase.
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (FileNotFoundException e) when (new FileInfo(path).LinkTarget is { } target)
        {
            // A pattern finds the link: "no such file" alone would make a riddle of it.
            throw new FileNotFoundException(
                $"'{path}' is a link to '{target}', and there is no such file. Remove the link, make its file, or name the files without it.", path, e);
        }
    }

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, WriteBufferBytes);

    /// <inheritdoc/>
    public void Complete(Stream stream)
    {
        if (stream is not FileStream file) throw new ArgumentException("The stream is not one that this store created.", nameof(stream));
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath)
    {
        using (var stream = new FileStream(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporaryPath, path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Move(string source, string target, bool overwrite) => File.Move(source, target, overwrite);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public void DeleteFolder(string path) => Directory.Delete(path, recursive: true);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path, bool deleteOnRelease)
    {
        try
        {
            FileOptions options = deleteOnRelease ? FileOptions.DeleteOnClose : FileOptions.None;
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Returns true if another handle has locked the file. A sharing violation has no type of its own. Its code is Windows' ERROR_SHARING_VIOLATION, or
    /// EWOULDBLOCK (11 on Linux, 35 on macOS and FreeBSD).
    /// </summary>
    private static bool IsSharingViolation(IOException error) => error.GetType() == typeof(IOException)
        && (OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35);

    /// <inheritdoc/>
    public bool IsLocked(string path)
    {
        try
        {
            if (File.Exists(path)) new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath)
    {
        localPath = path;
        return true;
    }
}
