namespace DataCuration.LanguageModels;

/// <summary>A parsed answer.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The parsed value.</param>
/// <param name="Answer">The answer that the value was parsed from.</param>
/// <param name="Repairs">The number of repair attempts before this answer.</param>
public sealed record StructuredAnswer<T>(T Value, LanguageModelAnswer Answer, int Repairs);
