namespace DataCuration.Extraction.Pdf;

/// <summary>The text of a document.</summary>
/// <param name="Text">The text.</param>
/// <param name="PageOffsets">The start of each page in the text, in UTF-16 code units.</param>
/// <param name="RunningLetters">The number of letters removed as page headers and footers.</param>
/// <param name="LineNumberLetters">The number of letters removed as line numbers of listings.</param>
/// <param name="LeaderLetters">The number of dots removed as leaders.</param>
internal sealed record AssembledText(string Text, IReadOnlyList<int> PageOffsets, long RunningLetters, long LineNumberLetters, long LeaderLetters);
