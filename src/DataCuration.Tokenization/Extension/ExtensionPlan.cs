namespace DataCuration.Tokenization;

/// <summary>The additions to a tokenizer.</summary>
/// <param name="Tokens">The new tokens.</param>
/// <param name="Merges">The spellings of the new merges, in order; empty for models without merges.</param>
internal sealed record ExtensionPlan(IReadOnlyList<NewToken> Tokens, IReadOnlyList<(string Left, string Right)> Merges);
