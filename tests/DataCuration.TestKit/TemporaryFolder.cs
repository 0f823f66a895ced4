using System.Text;

namespace DataCuration.TestKit;

/// <summary>A test's own folder, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>Creates the folder.</summary>
    /// <param name="inMemory">True for a file system in memory if Linux has one: many small files are written several times as fast there.</param>
    public TemporaryFolder(bool inMemory = false) => FullPath = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, "datacuration-" + System.IO.Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory("datacuration-").FullName;

    /// <summary>The folder's path.</summary>
    public string FullPath { get; }

    /// <summary>The folder's path.</summary>
    public string Path => FullPath;

    /// <summary>Returns the path of a file in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(FullPath, name);

    /// <summary>Returns the path of a file or folder in the folder.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([FullPath, .. parts]);

    /// <summary>Writes a file into the folder and returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a text file into the folder and returns its path.</summary>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
