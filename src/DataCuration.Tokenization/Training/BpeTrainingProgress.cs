namespace DataCuration.Tokenization;

/// <summary>The progress of the merges in <see cref="BpeTrainer"/>. The counting of words before them is in <see cref="RunProgress"/>.</summary>
/// <param name="Tokens">The number of tokens so far.</param>
/// <param name="VocabularySize">The wanted number of tokens.</param>
public sealed record BpeTrainingProgress(int Tokens, int VocabularySize);
