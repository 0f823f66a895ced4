namespace DataCuration.Selection;

/// <summary>Id hash and size of a document in an <see cref="AnnotationTable"/>: 16 bytes without padding.</summary>
/// <param name="IdHash">XxHash3 of the id: the key for randomness.</param>
/// <param name="Size">The document's size in the selection's measure; -1 if it is unknown.</param>
internal readonly record struct AnnotationSize(ulong IdHash, long Size);
