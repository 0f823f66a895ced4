namespace DataCuration.Extraction.Pdf;

/// <summary>A document's text.</summary>
/// <param name="Text">The text.</param>
/// <param name="PageOffsets">Where each page begins in it, in UTF-16 code units.</param>
/// <param name="RunningLetters">Letters left out as running matter.</param>
internal sealed record AssembledText(string Text, IReadOnlyList<int> PageOffsets, long RunningLetters);
