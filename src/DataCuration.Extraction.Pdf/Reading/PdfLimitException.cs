namespace DataCuration.Extraction.Pdf;

/// <summary>A file asks for more than the options allow.</summary>
internal sealed class PdfLimitException(string reason) : Exception($"The file exceeds a limit: {reason}.")
{
    /// <summary>One of <see cref="PdfDropReasons"/>.</summary>
    public string Reason { get; } = reason;
}
