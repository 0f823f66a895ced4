namespace DataCuration.Training;

/// <summary>The text that a <see cref="MetadataTokenizer"/> writes before a document. Gao et al. 2025 (MeCo, section 5) compare most of these.</summary>
public enum MetadataKind
{
    /// <summary>The host of the URL as written, with port and <c>www.</c>: what is between the scheme and the next slash. MeCo's choice.</summary>
    Host,

    /// <summary>The whole URL.</summary>
    Url,

    /// <summary>The last label of the host without port, such as <c>org</c>.</summary>
    HostSuffix,

    /// <summary>The XxHash64 of the host in UTF-8, as 16 hexadecimal digits: the model can tell sites apart, but not read their names.</summary>
    HashedHost,

    /// <summary>The value of an annotation, such as a topic: <see cref="MetadataTokenizer.Field"/>.</summary>
    Field,

    /// <summary>
    /// The same text before each document: <see cref="MetadataTokenizer.Constant"/>. A control that shows how much of a gain comes from the metadata, and not
    /// from the tokens around it.
    /// </summary>
    Constant,
}
