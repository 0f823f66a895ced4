namespace DataCuration.Extraction.Pdf;

/// <summary>Thrown if a file exceeds a limit of the options.</summary>
internal sealed class PdfLimitException(string reason) : Exception($"The file exceeds a limit: {reason}.")
{
    /// <summary>One of <see cref="PdfDropReasons"/>.</summary>
    public string Reason { get; } = reason;
}
