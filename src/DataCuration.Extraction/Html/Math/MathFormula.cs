namespace DataCuration.Extraction;

/// <summary>A formula of a page, or a duplicate rendering of one that is skipped.</summary>
/// <param name="Tex">The formula as TeX without delimiters; null for a duplicate rendering.</param>
/// <param name="IsDisplay">True for a displayed formula, which is on its own line.</param>
/// <param name="Node">The first node that it replaces.</param>
/// <param name="End">The index after the last node that it replaces.</param>
internal readonly record struct MathFormula(string? Tex, bool IsDisplay, int Node, int End)
{
    /// <summary>True if it is AsciiMath, kept as written, instead of TeX.</summary>
    public bool IsAsciiMath { get; init; }
}
