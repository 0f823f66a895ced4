namespace DataCuration.Synthesis;

/// <summary>The kinds of records that coverage is computed from. Each record starts with the hash of the source's id and its kind.</summary>
internal enum CoverageItem : byte
{
    /// <summary>A source: its id in UTF-8.</summary>
    Source,

    /// <summary>A content word of a source: its hash.</summary>
    SourceWord,

    /// <summary>A text: its tokens, and its verbatim share.</summary>
    Text,

    /// <summary>A content word of a text: its hash.</summary>
    TextWord,

    /// <summary>An entity that a summary lists: its hash.</summary>
    ListedEntity,

    /// <summary>An entity that a pair or triple is about: its hash.</summary>
    UsedEntity,
}
