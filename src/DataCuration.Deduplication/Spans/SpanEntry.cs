namespace DataCuration.Deduplication;

/// <summary>A document in a table of spans: its text, and its rows. 24 bytes without padding.</summary>
/// <param name="TextHash">The XxHash3 of the text.</param>
/// <param name="First">The number of its first row in the shard.</param>
/// <param name="Count">The number of its rows.</param>
/// <param name="TextLength">The length of the text in bytes.</param>
internal readonly record struct SpanEntry(ulong TextHash, long First, int Count, int TextLength);
