namespace DataCuration;

/// <summary>Recognises addresses such as <c>s3://</c> where a path of the local file system is expected.</summary>
internal static class Addresses
{
    /// <summary>Refuses an address.</summary>
    /// <exception cref="ArgumentException">The path is an address, or has one inside. The message says what is supported.</exception>
    public static void Refuse(string path)
    {
        int at = path.IndexOf("://", StringComparison.Ordinal);
        if (at < 2) return;
        int start = at;
        while (start > 0 && (char.IsAsciiLetterOrDigit(path[start - 1]) || path[start - 1] is '+' or '-' or '.')) start--;
        // A scheme has two letters or more, unlike a drive, and begins the path or a segment of it.
        if (at - start < 2 || !char.IsAsciiLetter(path[start]) || (start > 0 && path[start - 1] is not ('/' or '\\'))) return;
        string address = path[start..];
        throw new ArgumentException(
            $"'{address}' is an address, and files are read from and written to the local file system: {Advise(address, path[start..at])}.");
    }

    private static string Advise(string address, string scheme) => scheme.ToLowerInvariant() switch
    {
        "file" => $"write its path alone, '{address[(scheme.Length + 3)..]}'",
        "hf" => "download the data set (hf download NAME --repo-type dataset --local-dir FOLDER) and name the files in the folder",
        "http" or "https" or "ftp" => $"download the file first (curl -LO '{address}') and name the local copy",
        "s3" => $"mount the bucket or copy the files (aws s3 sync), or give an IFileStore for it as the option Files {See}",
        "gs" => $"mount the bucket or copy the files (gcloud storage cp -r), or give an IFileStore for it as the option Files {See}",
        "az" or "abfs" or "abfss" or "wasb" or "wasbs" =>
            $"mount the container or copy the files (az storage blob download-batch), or give an IFileStore for it as the option Files {See}",
        _ => $"mount it or copy the files, or give an IFileStore for it as the option Files {See}",
    };

    private const string See = "(docs/corpora-and-formats.md, Custom file stores)";
}
