namespace DataCuration;

/// <summary>A file of a finished shard.</summary>
/// <param name="Name">Its name below the output folder, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Hash">XxHash128 of its bytes, as 32 hexadecimal digits.</param>
public sealed record OutputFile(string Name, long Bytes, string Hash);
