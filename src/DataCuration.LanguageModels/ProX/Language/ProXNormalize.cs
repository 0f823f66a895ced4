namespace DataCuration.LanguageModels;

/// <summary>The call <c>normalize(source_str="…", target_str="…")</c>: replaces each occurrence of a string. Strings are compared ordinally.</summary>
/// <param name="Source">The string to replace.</param>
/// <param name="Target">The replacement; empty to delete the string.</param>
public sealed record ProXNormalize(string Source, string Target) : ProXCall;
