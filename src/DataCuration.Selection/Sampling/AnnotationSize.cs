namespace DataCuration.Selection;

/// <summary>A document in an <see cref="AnnotationTable"/>: 16 bytes without padding.</summary>
/// <param name="IdHash">XxHash3 of the id: keys the randomness.</param>
/// <param name="Size">The document's size in the selection's measure; -1 where it is not known.</param>
internal readonly record struct AnnotationSize(ulong IdHash, long Size);
