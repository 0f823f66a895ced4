namespace DataCuration.TestKit;

/// <summary>A folder of a test's own, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("datacuration-").FullName;

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The path of a file or folder in it.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Deletes it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
