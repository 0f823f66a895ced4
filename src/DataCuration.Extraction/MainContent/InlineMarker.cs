namespace DataCuration.Extraction;

/// <summary>Inline markup that is open: what is written before and after its content. Null is written as nothing.</summary>
internal readonly record struct InlineMarker(byte[]? Begin, byte[]? End, bool IsOnce, InlineMarkerKind Kind);
