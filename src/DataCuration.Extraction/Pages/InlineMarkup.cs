namespace DataCuration.Extraction;

/// <summary>The inline markup written into text.</summary>
[Flags]
internal enum InlineMarkup
{
    /// <summary>Nothing: plain text.</summary>
    None = 0,

    /// <summary>Bold and italics.</summary>
    Emphasis = 1,

    /// <summary>Code in backticks.</summary>
    Code = 2,

    /// <summary>Links with their addresses.</summary>
    Links = 4,

    /// <summary>Images with their addresses.</summary>
    Images = 8,

    /// <summary>Positions of links and images, as <see cref="ReferenceMarks"/>.</summary>
    References = 16,
}
