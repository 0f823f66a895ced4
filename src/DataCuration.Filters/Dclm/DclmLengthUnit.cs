namespace DataCuration.Filters;

/// <summary>The unit in which <see cref="DclmPageLengthFilter"/> measures a page.</summary>
public enum DclmLengthUnit
{
    /// <summary>Words.</summary>
    Words,

    /// <summary>Code points.</summary>
    Characters,

    /// <summary>Lines that are not blank.</summary>
    Lines,

    /// <summary>Paragraphs (parts between two line feeds) that are not blank.</summary>
    Paragraphs,

    /// <summary>Sentences, by the splitter that the filter is given.</summary>
    Sentences,
}
