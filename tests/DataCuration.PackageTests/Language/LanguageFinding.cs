namespace DataCuration.PackageTests.Language;

/// <summary>A violation of a language rule.</summary>
/// <param name="File">The file, as shown in messages.</param>
/// <param name="Line">The line number, counted from 1.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Text">The text that breaks it, shortened.</param>
internal sealed record LanguageFinding(string File, int Line, string Rule, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Rule}: {Text}";
}
