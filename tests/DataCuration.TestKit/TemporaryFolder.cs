using System.Text;

namespace DataCuration.TestKit;

/// <summary>A folder of a test's own, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => FullPath = Directory.CreateTempSubdirectory("datacuration-").FullName;

    /// <summary>Its path.</summary>
    public string FullPath { get; }

    /// <summary>Its path.</summary>
    public string Path => FullPath;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(FullPath, name);

    /// <summary>The path of a file or folder in it.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([FullPath, .. parts]);

    /// <summary>Writes a file into it and gives its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a text file into it and gives its path.</summary>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Deletes it.</summary>
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
