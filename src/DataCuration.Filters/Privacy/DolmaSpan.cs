namespace DataCuration.Filters;

/// <summary>A span of one of Dolma's taggers.</summary>
/// <param name="Type">The type, such as <c>EMAIL_ADDRESS</c> or <c>doc</c>.</param>
/// <param name="Start">The first code point.</param>
/// <param name="End">The code point after the last one.</param>
/// <param name="Score">The score.</param>
internal readonly record struct DolmaSpan(string Type, int Start, int End, double Score);
