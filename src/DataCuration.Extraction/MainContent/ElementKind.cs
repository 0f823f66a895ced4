namespace DataCuration.Extraction;

/// <summary>What an element means for cutting a page into blocks.</summary>
internal enum ElementKind : byte
{
    /// <summary>Part of a line.</summary>
    Inline,

    /// <summary>Begins and ends a block.</summary>
    Block,

    /// <summary>Holds no text of the page.</summary>
    Skipped,
}
