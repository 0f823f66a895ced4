namespace DataCuration.PackageTests.Language;

/// <summary>The parts of a file that the language rules apply to.</summary>
/// <param name="Blocks">Comments, or the text of a Markdown page.</param>
/// <param name="LongLines">The lines that are too long, with their length.</param>
internal sealed record CheckedText(IReadOnlyList<TextBlock> Blocks, IReadOnlyList<(int Line, int Length, string Text)> LongLines)
{
    /// <summary>The maximum number of characters in a line.</summary>
    public const int MaxLine = 160;
}
