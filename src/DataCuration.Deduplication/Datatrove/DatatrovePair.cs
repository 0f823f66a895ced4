namespace DataCuration.Deduplication;

/// <summary>A pair of documents that share a band, as datatrove's <c>.dups</c> files hold it: four little-endian 32-bit numbers.</summary>
/// <param name="File1">The first document's file; 4294967295 for a signature of an index.</param>
/// <param name="Document1">The first document's number in its file; 4294967295 for a signature of an index.</param>
/// <param name="File2">The second document's file.</param>
/// <param name="Document2">The second document's number in its file.</param>
public readonly record struct DatatrovePair(uint File1, uint Document1, uint File2, uint Document2);
