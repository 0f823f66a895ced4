namespace DataCuration.Tokenization;

/// <summary>A token that <see cref="VocabularyExtension"/> added to a vocabulary.</summary>
/// <param name="Id">The id.</param>
/// <param name="Spelling">The spelling in the vocabulary. Byte-level vocabularies spell a space as U+0120.</param>
/// <param name="Count">
/// For byte-pair encodings the number of occurrences of its two parts next to each other when they were merged; for WordPiece that of the word.
/// </param>
/// <param name="Sources">
/// The old tokens that its text was split into, at least one. The mean of their embeddings is the usual start for its own.
/// </param>
public sealed record NewToken(int Id, string Spelling, long Count, IReadOnlyList<int> Sources);
