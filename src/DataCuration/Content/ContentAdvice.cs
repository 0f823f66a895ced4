namespace DataCuration;

/// <summary>Messages about content of another format than a source expects: its kind, and a way to read it.</summary>
internal static class ContentAdvice
{
    /// <summary>Says what is wrong with a file's content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="format">The expected format.</param>
    /// <returns>The message; null if the content may be of the format.</returns>
    public static string? Describe(string path, ContentKind kind, SourceFormat format)
    {
        if (kind == ContentKind.Unknown || IsAllowed(kind, format)) return null;
        return $"'{path}' is {NameOf(kind)}, not {NameOf(format)}: {Advise(path, kind)}.";
    }

    /// <summary>Adds the recognised kind of the content to a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="isText">True if kinds of text are expected: they are not mentioned.</param>
    public static string Extend(string message, string path, ReadOnlySpan<byte> content, bool isText)
    {
        ContentKind kind = ContentKinds.Recognize(content[..Math.Min(content.Length, ContentKinds.HeadBytes)]);
        bool isTextKind = kind is ContentKind.JsonLines or ContentKind.JsonOverLines or ContentKind.JsonArray or ContentKind.Html or ContentKind.Xml
            or ContentKind.Warc;
        bool isExpected = kind == ContentKind.Unknown || (isText ? isTextKind : kind is ContentKind.Warc or ContentKind.Gzip or ContentKind.Zstd);
        return isExpected ? message : $"{message}; the file is {NameOf(kind)}: {Advise(path, kind)}";
    }

    private static bool IsAllowed(ContentKind kind, SourceFormat format) => format switch
    {
        // Compressed text is decompressed, and its content is checked then.
        SourceFormat.JsonLines => kind is ContentKind.Gzip or ContentKind.Zstd or ContentKind.JsonLines,
        SourceFormat.Csv => kind is ContentKind.Gzip or ContentKind.Zstd,
        _ => kind is ContentKind.Parquet,
    };

    private static string NameOf(SourceFormat format) => format switch
    {
        SourceFormat.JsonLines => "JSON lines",
        SourceFormat.Csv => "CSV",
        _ => "Parquet",
    };

    private static string NameOf(ContentKind kind) => kind switch
    {
        ContentKind.Gzip => "gzip data",
        ContentKind.Zstd => "zstd data",
        ContentKind.Bzip2 => "bzip2 data",
        ContentKind.Xz => "xz data",
        ContentKind.Lz4 => "lz4 data",
        ContentKind.SevenZip => "a 7z archive",
        ContentKind.Zip => "a zip archive (or an Office file, which is one)",
        ContentKind.Rar => "a RAR archive",
        ContentKind.Tar => "a tar archive",
        ContentKind.Parquet => "a Parquet file",
        ContentKind.Arrow => "an Arrow file",
        ContentKind.Avro => "an Avro file",
        ContentKind.Orc => "an ORC file",
        ContentKind.Sqlite => "an SQLite database",
        ContentKind.Numpy => "a NumPy array",
        ContentKind.Hdf5 => "an HDF5 file",
        ContentKind.Image => "an image",
        ContentKind.Pdf => "a PDF file",
        ContentKind.Html => "an HTML page",
        ContentKind.Xml => "an XML file",
        ContentKind.Warc => "a WARC file",
        ContentKind.Utf16LittleEndian => "text in UTF-16 (little-endian)",
        ContentKind.Utf16BigEndian => "text in UTF-16 (big-endian)",
        ContentKind.Utf32 => "text in UTF-32",
        ContentKind.JsonArray => "one JSON array",
        ContentKind.JsonOverLines => "JSON with line breaks inside its objects",
        _ => "JSON lines",
    };

    private static string Advise(string path, ContentKind kind) => kind switch
    {
        ContentKind.Gzip => $"decompress it first, for instance with: gzip -dc '{path}' > NEW_FILE",
        ContentKind.Zstd => $"decompress it first, for instance with: zstd -dc '{path}' > NEW_FILE",
        ContentKind.Bzip2 => $"gzip, zstd and plain files are read, so convert it, for instance with: bzip2 -dc '{path}' | zstd > NEW_FILE.zst",
        ContentKind.Xz => $"gzip, zstd and plain files are read, so convert it, for instance with: xz -dc '{path}' | zstd > NEW_FILE.zst",
        ContentKind.Lz4 => $"gzip, zstd and plain files are read, so convert it, for instance with: lz4 -dc '{path}' | zstd > NEW_FILE.zst",
        ContentKind.SevenZip or ContentKind.Zip or ContentKind.Rar or ContentKind.Tar =>
            "archives are not read, so unpack it and name the files in it. Save Office files as text or CSV",
        ContentKind.Parquet => "read it with Corpus.FromParquet of the package DataCuration.Tabular",
        ContentKind.Arrow or ContentKind.Avro or ContentKind.Orc => "convert it to Parquet and read that with Corpus.FromParquet",
        ContentKind.Sqlite or ContentKind.Numpy or ContentKind.Hdf5 => "export it to JSON lines, CSV or Parquet",
        ContentKind.Image => "images have no text: leave it out",
        ContentKind.Pdf => "read it with RawCorpus.FromFiles and a PDF extractor (docs/pdf.md)",
        ContentKind.Html => "read pages with RawCorpus.FromFiles and an extractor (docs/extraction.md). If you downloaded it as data, look at it: "
            + "servers send pages for errors and logins",
        ContentKind.Xml => "read it with RawCorpus.FromFiles and an extractor of your own, or convert it to JSON lines",
        ContentKind.Warc => "read it with RawCorpus.FromWarc (docs/warc.md)",
        ContentKind.Utf16LittleEndian => $"convert it to UTF-8, for instance with: iconv -f UTF-16LE -t UTF-8 '{path}' > NEW_FILE",
        ContentKind.Utf16BigEndian => $"convert it to UTF-8, for instance with: iconv -f UTF-16BE -t UTF-8 '{path}' > NEW_FILE",
        ContentKind.Utf32 => $"convert it to UTF-8, for instance with: iconv -f UTF-32 -t UTF-8 '{path}' > NEW_FILE",
        ContentKind.JsonArray => $"write each element on a line of its own, for instance with: jq -c '.[]' '{path}' > NEW_FILE.jsonl",
        ContentKind.JsonOverLines => $"write each object on a line of its own, for instance with: jq -c . '{path}' > NEW_FILE.jsonl",
        _ => "read it with Corpus.FromJsonl",
    };
}
