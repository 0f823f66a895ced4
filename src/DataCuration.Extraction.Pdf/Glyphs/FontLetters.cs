namespace DataCuration.Extraction.Pdf;

/// <summary>The number of letters that a fragment draws in a font.</summary>
/// <param name="Font">The font.</param>
/// <param name="Letters">The number of letters, without spaces and without those of Chinese and Japanese.</param>
internal readonly record struct FontLetters(FontTraits Font, int Letters);
