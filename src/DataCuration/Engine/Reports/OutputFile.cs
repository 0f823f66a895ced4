namespace DataCuration;

/// <summary>A file of a finished shard.</summary>
public sealed record OutputFile
{
    /// <summary>The name below the output folder, with forward slashes.</summary>
    public required string Name { get; init; }

    /// <summary>The length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The XxHash128 of the file's bytes, as 32 hexadecimal digits.</summary>
    public required string Hash { get; init; }
}
