namespace DataCuration;

/// <summary>The order of a source's files. It decides the order of the corpus, and so which of several equal documents is the first.</summary>
public enum FileOrder
{
    /// <summary>
    /// Ordinal order of the displayed paths, whatever pattern matches a file. The corpus does not depend on the order in which files or patterns are listed.
    /// </summary>
    Sorted,

    /// <summary>
    /// The order of the patterns. The files of one pattern are in ordinal order of their displayed paths. Use it if the documents of the file that is listed
    /// first have precedence.
    /// </summary>
    Listed,
}
