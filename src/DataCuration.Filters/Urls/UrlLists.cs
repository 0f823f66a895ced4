namespace DataCuration.Filters;

/// <summary>
/// The lists of a <see cref="UrlFilter"/>. The library contains none: use lists in datatrove's format, such as datatrove's own word lists and the categories of
/// the UT1 block list (dsi.ut-capitole.fr/blacklists), with one entry in a line and <c>#</c> before comments.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// var lists = new UrlLists { Domains = UrlLists.Read("ut1/adult/domains"), BannedWords = UrlLists.Read("banned_words.txt") };
/// using var run = new CurationRun();
/// Corpus pages = Corpus.FromJsonl("pages/*.jsonl");
/// await pages.Pipe(new UrlFilter(lists, PublicSuffixList.Load())).WriteJsonlAsync("allowed", run);
/// </code>
/// </example>
public sealed class UrlLists : IArtifact
{
    /// <summary>
    /// Blocked registrable domains (<c>example.co.uk</c>) and hosts (<c>blog.example.co.uk</c>). Of a whole address the host counts. Default: none.
    /// </summary>
    public IReadOnlyList<string> Domains { get; init => field = Copy(value); } = [];

    /// <summary>Blocked addresses. Default: none.</summary>
    public IReadOnlyList<string> Urls { get; init => field = Copy(value); } = [];

    /// <summary>Words of which one in the address is enough. Default: none.</summary>
    public IReadOnlyList<string> BannedWords { get; init => field = Copy(value); } = [];

    /// <summary>Words of which several in the address are needed (<see cref="UrlFilter.SoftWordThreshold"/>). Default: none.</summary>
    public IReadOnlyList<string> SoftBannedWords { get; init => field = Copy(value); } = [];

    /// <summary>Strings that may be anywhere in the address, with all other characters than letters and digits left out. Default: none.</summary>
    public IReadOnlyList<string> BannedSubwords { get; init => field = Copy(value); } = [];

    /// <summary>True if no list has an entry.</summary>
    public bool IsEmpty => Domains.Count + Urls.Count + BannedWords.Count + SoftBannedWords.Count + BannedSubwords.Count == 0;

    /// <summary>A hash of all entries, as 32 hexadecimal digits.</summary>
    public string Fingerprint => field ??= WordListFile.Fingerprint([(nameof(Domains), Domains), (nameof(Urls), Urls), (nameof(BannedWords), BannedWords),
        (nameof(SoftBannedWords), SoftBannedWords), (nameof(BannedSubwords), BannedSubwords)]);

    /// <summary>Reads a list: one entry in a line, <c>#</c> before comments. The file may be gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store of the file; null for the local file system.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not UTF-8 text, or has no entry: a download that failed.</exception>
    public static IReadOnlyList<string> Read(string path, IFileStore? files = null) =>
        WordListFile.Read(path, files, skipsComments: true) is { Count: > 0 } entries ? entries : throw new InvalidDataException($"{path} has no entry.");

    private static string[] Copy(IReadOnlyList<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return [.. entries.Select(entry => (entry ?? throw new ArgumentException("A list has a null entry.", nameof(entries))).Trim())
            .Where(entry => entry.Length > 0 && entry[0] != '#')];
    }
}
