namespace DataCuration.Training.TorchSharp;

/// <summary>
/// One token of a sequence, reported while the sequence is generated. A stop token, which is not part of the sequence, is reported only if it makes text final
/// that was held back.
/// </summary>
/// <param name="Prompt">The index of the prompt.</param>
/// <param name="Position">The index of the token among the new tokens of its sequence, from 0.</param>
/// <param name="Token">The token.</param>
/// <param name="Text">The text that became final with this token: empty while a character is incomplete, or while the text may still become a stop string.
/// Always empty for prompts of tokens.</param>
public readonly record struct GeneratedToken(int Prompt, int Position, int Token, string Text);
