namespace DataCuration;

/// <summary>The kind of a file's content, as its first bytes show.</summary>
internal enum ContentKind
{
    /// <summary>Nothing is recognised.</summary>
    Unknown,

    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Lz4,
    SevenZip,
    Zip,
    Rar,
    Tar,
    Parquet,
    Arrow,
    Avro,
    Orc,
    Sqlite,
    Numpy,
    Hdf5,
    Image,
    Pdf,
    Html,
    Xml,
    Warc,
    Utf16LittleEndian,
    Utf16BigEndian,
    Utf32,

    /// <summary>One JSON array with objects.</summary>
    JsonArray,

    /// <summary>JSON objects with line breaks inside.</summary>
    JsonOverLines,

    /// <summary>An object on the first line.</summary>
    JsonLines,
}
