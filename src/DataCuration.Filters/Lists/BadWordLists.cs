namespace DataCuration.Filters;

/// <summary>
/// Bad words by language, in the format of the list that C4 uses ("List of Dirty, Naughty, Obscene, and Otherwise Bad Words"). Each language has a file, named
/// by its code and without ending, with one word or phrase in a line. The library contains none.
/// </summary>
public sealed class BadWordLists : IArtifact
{
    /// <summary>Languages in which words are not separated: entries match anywhere.</summary>
    private static readonly HashSet<string> Unseparated = new(StringComparer.Ordinal) { "ja", "th", "zh" };

    /// <summary>Entries that C4 leaves out of every list, because they are common parts of words in Japanese and Chinese.</summary>
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal) { "sm", "グロ", "女の子", "性" };

    private readonly SortedDictionary<string, WordMatcher> matchers = new(StringComparer.Ordinal);

    /// <summary>Creates lists.</summary>
    /// <param name="lists">The words of each language, by its code. They are compared with texts in lower case, so capitals never match.</param>
    /// <exception cref="ArgumentException">There is no list, or a list has no word.</exception>
    public BadWordLists(IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        if (lists.Count == 0) throw new ArgumentException("There is no list of bad words.", nameof(lists));
        foreach ((string language, IReadOnlyList<string> words) in lists)
        {
            if (!words.Any(word => word.Length > 0)) throw new ArgumentException($"The list of bad words of language '{language}' has no word.", nameof(lists));
            matchers.Add(language, new WordMatcher(words.Where(word => word.Length > 0 && !Allowed.Contains(word)), !Unseparated.Contains(language)));
        }
        Fingerprint = WordListFile.Fingerprint(lists.OrderBy(list => list.Key, StringComparer.Ordinal).Select(list => (list.Key, list.Value.AsEnumerable())));
    }

    /// <summary>The languages, in ordinal order.</summary>
    public IReadOnlyCollection<string> Languages => matchers.Keys;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Reads lists.</summary>
    /// <param name="folder">The folder with a file for each language.</param>
    /// <param name="languages">The languages, which are the names of the files: <c>en</c>, <c>de</c>.</param>
    /// <param name="files">The store of the files; null for the local file system.</param>
    /// <exception cref="FileNotFoundException">A language has no file.</exception>
    /// <exception cref="ArgumentException">A file has no word.</exception>
    public static BadWordLists Load(string folder, IEnumerable<string> languages, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(languages);
        return new(languages.Distinct(StringComparer.Ordinal).ToDictionary(language => language,
            language => WordListFile.Read(Path.Combine(folder, language), files, skipsComments: false), StringComparer.Ordinal));
    }

    internal WordMatcher? Find(string language) => matchers.GetValueOrDefault(language);
}
