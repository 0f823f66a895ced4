namespace DataCuration.Filters;

/// <summary>The buffers of C4's line rules. A worker reuses them for all documents.</summary>
internal sealed class C4Scratch
{
    /// <summary>The text, or a line without its citations, in lower case.</summary>
    public byte[] Lower = [];

    /// <summary>Lines whose citations were removed.</summary>
    public readonly TextPieces Pieces = new();
}
