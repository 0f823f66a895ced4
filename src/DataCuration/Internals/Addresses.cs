namespace DataCuration;

/// <summary>Recognises addresses such as <c>s3://</c> where a path of the local file system is expected.</summary>
internal static class Addresses
{
    private const string See = "(docs/corpora-and-formats.md, Custom file stores)";

    /// <summary>Refuses an address in the place of documents.</summary>
    /// <exception cref="ArgumentException">The path is an address, or has one inside. The message says what is supported.</exception>
    public static void Refuse(string path)
    {
        if (Find(path) is not var (address, scheme)) return;
        throw new ArgumentException(
            $"'{address}' is an address, and files are read from and written to the local file system: {Advise(address, scheme)}.");
    }

    /// <summary>Refuses an address in the place of a model, a list or a folder that is always local.</summary>
    /// <param name="path">The path; null is no address.</param>
    /// <param name="what">What is expected there, with an article: <c>a fastText model</c>.</param>
    /// <exception cref="ArgumentException">The path is an address. The message says what to do.</exception>
    public static void RefuseLocal(string? path, string what)
    {
        if (path is null || Find(path) is not var (address, scheme)) return;
        string advice = scheme.ToLowerInvariant() switch
        {
            "file" => $"write its path alone, '{address[(scheme.Length + 3)..]}'",
            "hf" => "download it first (hf download OWNER/NAME --local-dir FOLDER) and give the path in the folder",
            "http" or "https" or "ftp" => $"download it first (curl -LO '{address}') and give the path of the local copy",
            "s3" => $"copy it first (aws s3 cp '{address}' FOLDER) and give the path of the local copy",
            "gs" => $"copy it first (gcloud storage cp '{address}' FOLDER) and give the path of the local copy",
            _ => "copy it or mount it, and give a path of the local file system",
        };
        throw new ArgumentException($"'{address}' is an address, and {what} is used from the local file system: {advice}.");
    }

    private static (string Address, string Scheme)? Find(string path)
    {
        int at = path.IndexOf("://", StringComparison.Ordinal);
        if (at < 2) return null;
        int start = at;
        while (start > 0 && (char.IsAsciiLetterOrDigit(path[start - 1]) || path[start - 1] is '+' or '-' or '.')) start--;
        // A scheme has two letters or more, unlike a drive, and begins the path or a segment of it.
        if (at - start < 2 || !char.IsAsciiLetter(path[start]) || (start > 0 && path[start - 1] is not ('/' or '\\'))) return null;
        return (path[start..], path[start..at]);
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
}
