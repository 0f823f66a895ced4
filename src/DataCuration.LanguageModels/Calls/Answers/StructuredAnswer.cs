namespace DataCuration.LanguageModels;

/// <summary>An answer that was read.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Answer">The answer that it stands in.</param>
/// <param name="Repairs">How many times the model had to be told what was wrong.</param>
public sealed record StructuredAnswer<T>(T Value, LanguageModelAnswer Answer, int Repairs);
