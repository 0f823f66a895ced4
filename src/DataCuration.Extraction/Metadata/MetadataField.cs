namespace DataCuration.Extraction;

/// <summary>What a source of metadata gives.</summary>
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
