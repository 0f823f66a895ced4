namespace DataCuration.LanguageModels;

/// <summary>The call <c>remove_lines(all=True)</c>: removes every line, in strict mode of the chunk and in compat mode of the document.</summary>
public sealed record ProXRemoveAll : ProXCall;
