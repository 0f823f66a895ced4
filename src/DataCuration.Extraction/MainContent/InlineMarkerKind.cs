namespace DataCuration.Extraction;

/// <summary>The kinds of inline markup.</summary>
internal enum InlineMarkerKind
{
    /// <summary>Markup of the output format.</summary>
    Markup,

    /// <summary>A mark that is replaced by a reference later.</summary>
    Reference,

    /// <summary>A quotation mark.</summary>
    Quote,
}
