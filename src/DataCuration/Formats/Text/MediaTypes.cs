namespace DataCuration;

/// <summary>Media types by file extension.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    /// <summary>
    /// Returns the media type of a file. Content that is a PDF file, or a page in a file whose name says nothing about text, counts more than the name.
    /// </summary>
    public static string Of(string path, ReadOnlySpan<byte> content)
    {
        string named = FromPath(path);
        return ContentKinds.Recognize(content[..Math.Min(content.Length, ContentKinds.HeadBytes)]) switch
        {
            ContentKind.Pdf => "application/pdf",
            ContentKind.Html when named is Unknown or "application/pdf" => "text/html",
            _ => named,
        };
    }

    /// <summary>Returns the media type that a name stands for. A final <c>.gz</c> or <c>.zst</c> is ignored.</summary>
    public static string FromPath(string path) => Path.GetExtension(SourceFileStream.WithoutCompression(path)).ToLowerInvariant() switch
    {
        ".htm" or ".html" => "text/html",
        ".xhtml" => "application/xhtml+xml",
        ".pdf" => "application/pdf",
        ".txt" or ".text" or ".log" => "text/plain",
        ".md" or ".markdown" => "text/markdown",
        ".csv" => "text/csv",
        ".tsv" => "text/tab-separated-values",
        ".xml" => "application/xml",
        ".json" => "application/json",
        ".jsonl" or ".ndjson" => "application/jsonl",
        ".tex" => "application/x-tex",
        ".rtf" => "application/rtf",
        ".epub" => "application/epub+zip",
        ".doc" => "application/msword",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => Unknown,
    };
}
