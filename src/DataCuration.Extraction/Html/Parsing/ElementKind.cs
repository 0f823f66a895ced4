namespace DataCuration.Extraction;

/// <summary>The role of an element in segmentation.</summary>
internal enum ElementKind : byte
{
    /// <summary>Inline content.</summary>
    Inline,

    /// <summary>Starts and ends a block.</summary>
    Block,

    /// <summary>Has no text of the page.</summary>
    Skipped,
}
