namespace DataCuration.Extraction;

/// <summary>A formula of a page, or a copy of one that is to be passed over.</summary>
/// <param name="Tex">The formula as TeX, without delimiters; null for a rendering of a formula that stands elsewhere.</param>
/// <param name="IsDisplay">Whether it stands on a line of its own.</param>
/// <param name="Node">The first node that it replaces.</param>
/// <param name="End">The index after the last node that it replaces.</param>
internal readonly record struct MathFormula(string? Tex, bool IsDisplay, int Node, int End)
{
    /// <summary>Whether it is AsciiMath, kept as written, and not TeX.</summary>
    public bool IsAsciiMath { get; init; }
}
