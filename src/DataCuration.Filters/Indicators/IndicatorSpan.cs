namespace DataCuration.Filters;

/// <summary>A place with an indicator in a text.</summary>
/// <param name="Kind">The kind: one flag.</param>
/// <param name="Start">The offset of the first byte in the UTF-8 text.</param>
/// <param name="Length">The length in bytes.</param>
public readonly record struct IndicatorSpan(IndicatorKinds Kind, int Start, int Length)
{
    /// <summary>The offset of the byte after the last one.</summary>
    public int End => Start + Length;
}
