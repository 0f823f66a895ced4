namespace DataCuration.PackageTests.Language;

/// <summary>Text that is read as one piece: a comment, a paragraph, a list item or a table cell.</summary>
/// <param name="Line">The number of its first line, counted from 1.</param>
/// <param name="Text">The text, with the line breaks of the file.</param>
internal sealed record TextBlock(int Line, string Text);
