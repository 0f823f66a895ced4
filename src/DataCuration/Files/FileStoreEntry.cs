namespace DataCuration;

/// <summary>A file or folder that <see cref="IFileStore.List"/> found.</summary>
public readonly record struct FileStoreEntry
{
    /// <summary>The full path.</summary>
    public required string Path { get; init; }

    /// <summary>True for a folder. Default: false.</summary>
    public bool IsFolder { get; init; }

    /// <summary>True for a symbolic link to a folder, which a pattern with <c>**</c> does not follow. Default: false.</summary>
    public bool IsLink { get; init; }
}
