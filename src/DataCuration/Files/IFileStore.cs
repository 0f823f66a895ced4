using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// A place for files: the local file system (<see cref="LocalFileStore"/>) or, by an implementation of yours, an object store. Sources read their files from
/// it (<see cref="SourceSegment.Files"/>), and a run writes its outputs and state to it (<see cref="RunOptions.Files"/>).
/// </summary>
/// <remarks>
/// <para>Paths are those that <see cref="GetFullPath"/> returns. The library joins and splits them as <see cref="Path"/> does, so on Windows a backslash
/// separates segments too.</para>
/// <para>All methods are synchronous, as the reading and writing of a shard are: a worker has nothing else to do while it waits. Any number of threads may
/// call them. Where the file does not exist, methods throw <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/>; other failures of
/// the store are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</para>
/// <para>Scratch files of sorts are not kept here: they are local (<see cref="ShardOutput.CreateScratchFolder"/>).</para>
/// </remarks>
public interface IFileStore
{
    /// <summary>Converts a path to the store's full form: rooted, without <c>.</c> and <c>..</c>, and without empty segments.</summary>
    /// <param name="path">A path as a user writes it, or a full one.</param>
    /// <returns>The full path. A full path is returned unchanged.</returns>
    string GetFullPath(string path);

    /// <summary>Returns true if there is a file (not a folder) of this path.</summary>
    /// <param name="path">The path.</param>
    bool FileExists(string path) => GetLength(path) is not null;

    /// <summary>Returns true if there is a folder of this path. In a store without folders, a folder exists if files lie below it.</summary>
    /// <param name="path">The path.</param>
    bool FolderExists(string path);

    /// <summary>Returns the length of a file in bytes; null if there is no such file.</summary>
    /// <param name="path">The path.</param>
    long? GetLength(string path);

    /// <summary>Lists the files and folders that lie directly in a folder, in any order.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    IEnumerable<FileStoreEntry> List(string folder);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pattern">The expected order of the reads.</param>
    /// <returns>A stream that can seek. It needs no buffer: callers read large pieces.</returns>
    Stream OpenRead(string path, FileReadPattern pattern);

    /// <summary>Creates a file, or replaces one, in a folder that exists.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// A stream for sequential writing. Callers write pieces of any size. A stream that is closed without <see cref="Complete"/> may leave any part of the
    /// file, or none.
    /// </returns>
    Stream Create(string path);

    /// <summary>Makes a created file complete and durable. Nothing is written to its stream afterwards; the caller closes it.</summary>
    /// <param name="stream">The stream that <see cref="Create"/> returned.</param>
    void Complete(Stream stream);

    /// <summary>Writes a small file that appears complete or not at all, also after a power failure. It replaces an existing file.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="content">The content.</param>
    /// <param name="temporaryPath">A path in the same folder that no other writer uses, for stores that have to write first and move then.</param>
    void WriteAtomically(string path, ReadOnlySpan<byte> content, string temporaryPath);

    /// <summary>Moves a file. A reader of the target sees the old file, no file or the complete new one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">The new path, in a folder that exists.</param>
    /// <param name="overwrite">True to replace an existing file.</param>
    /// <exception cref="IOException">The target exists and must not be replaced.</exception>
    void Move(string source, string target, bool overwrite);

    /// <summary>Deletes a file. It is not an error if there is no such file.</summary>
    /// <param name="path">The file.</param>
    void Delete(string path);

    /// <summary>Creates a folder and the folders above it, as far as they are missing. A store without folders does nothing.</summary>
    /// <param name="path">The folder.</param>
    void CreateFolder(string path);

    /// <summary>Deletes a folder with all that lies below it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    void DeleteFolder(string path);

    /// <summary>Takes an exclusive lock, which other processes can see. It ends when the result is disposed and when the process ends.</summary>
    /// <param name="path">The path of the lock, in a folder that exists. The store may keep a file there.</param>
    /// <param name="deleteOnRelease">
    /// True to leave no file there. Only for locks that no other process waits for: on some file systems, two waiters can lock the deleted file and a new one.
    /// </param>
    /// <returns>
    /// The lock; null if it is taken. A store without locks always gives one. Two processes can then work in one folder, but the check at the end of a phase
    /// still finds it.
    /// </returns>
    IDisposable? TryLock(string path, bool deleteOnRelease);

    /// <summary>Returns true if a lock is taken. A lock that does not exist is not.</summary>
    /// <param name="path">The path of the lock.</param>
    bool IsLocked(string path);

    /// <summary>
    /// Gets the path of a file or folder in the local file system, so that it can be memory-mapped where it is. Files of other stores are copied to a temporary
    /// file before they are mapped.
    /// </summary>
    /// <param name="path">A file or folder. It need not exist.</param>
    /// <param name="localPath">The local path.</param>
    /// <returns>False if the store is not local.</returns>
    bool TryGetLocalPath(string path, [NotNullWhen(true)] out string? localPath);
}
