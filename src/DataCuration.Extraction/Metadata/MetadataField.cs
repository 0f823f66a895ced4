namespace DataCuration.Extraction;

/// <summary>The fields of page metadata.</summary>
internal enum MetadataField : byte
{
    None,
    Title,
    Author,
    Published,
    Modified,
    Language,
    Url,
    SiteName,
    Description,
    Licence,
    Image,
    OpenGraphType,
    Keywords,
    Tag,
}
