namespace DataCuration;

/// <summary>A record in a sort buffer: the prefix of its key, and where its bytes are.</summary>
internal readonly record struct SortEntry(ulong Prefix, long Offset);
