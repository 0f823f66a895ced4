namespace DataCuration.LanguageModels;

/// <summary>A literal in a call.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Text">The value of a string.</param>
internal readonly record struct CallLiteral(LiteralKind Kind, int Number = 0, string? Text = null);
