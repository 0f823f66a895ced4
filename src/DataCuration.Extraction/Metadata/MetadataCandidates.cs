namespace DataCuration.Extraction;

/// <summary>Collects the best value of each field. A value is replaced only by one of a better source.</summary>
internal sealed class MetadataCandidates
{
    private const int MaxKeywords = 100;
    private const int MaxAuthors = 200;
    private const int MaxTitles = 50;
    private const int MaxTitleLength = 500;
    private const int MaxKeywordLength = 100;

    private readonly string?[] best = new string?[(int)MetadataField.Tag + 1];
    private readonly MetadataSource[] sources = new MetadataSource[(int)MetadataField.Tag + 1];
    private readonly List<string> titles = [];
    private readonly List<int> titleSources = [];
    private readonly List<string> authors = [];
    private readonly List<string> keywords = [];
    private MetadataSource authorSource = MetadataSource.None;

    /// <summary>The titles, best first.</summary>
    public IReadOnlyList<string> Titles => titles;

    /// <summary>The authors from the best source.</summary>
    public IReadOnlyList<string> Authors => authors;

    /// <summary>The keywords of all sources.</summary>
    public IReadOnlyList<string> Keywords => keywords;

    /// <summary>Gets the value of a field, or null.</summary>
    public string? this[MetadataField field] => best[(int)field];

    /// <summary>Adds a value.</summary>
    public void Add(MetadataField field, MetadataSource source, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return;
        switch (field)
        {
            case MetadataField.None: return;
            case MetadataField.Title: AddTitle(source, value); return;
            case MetadataField.Author: AddAuthors(source, [value]); return;
            case MetadataField.Tag: AddKeyword(value); return;
            case MetadataField.Keywords:
                foreach (string keyword in value.Split([',', ';'], MaxKeywords)) AddKeyword(keyword);
                return;
            // Unreadable dates are ignored, so that a readable one of a lesser source is used.
            case MetadataField.Published or MetadataField.Modified when !PageDates.TryParse(value, out _, out _): return;
            // A name or a copyright notice is not an address. Links are always accepted.
            case MetadataField.Licence when source != MetadataSource.OpenGraph
                && (!value.Contains('/', StringComparison.Ordinal) || HasSpace(value.Trim())):
                return;
            case MetadataField.Language when PageLanguages.Normalize(value) is null: return;
        }
        if (best[(int)field] is null || source < sources[(int)field]) (best[(int)field], sources[(int)field]) = (value, source);
    }

    /// <summary>Adds authors that are named together.</summary>
    public void AddAuthors(MetadataSource source, IReadOnlyList<string> names)
    {
        // In these sources each author has an own element. Elsewhere only the first place counts, since later ones may name authors of comments.
        bool isContinued = source is MetadataSource.Citation or MetadataSource.DublinCore or MetadataSource.Meta;
        if (source > authorSource || (source == authorSource && !isContinued)) return;
        List<string> plausible = [.. names.Select(static name => ShortTexts.Tidy(name, MaxTitleLength)).OfType<string>().Where(Bylines.IsPlausible)];
        if (plausible.Count == 0) return;
        if (source < authorSource) authors.Clear();
        authorSource = source;
        foreach (string name in plausible)
            if (authors.Count < MaxAuthors && !authors.Contains(name, StringComparer.OrdinalIgnoreCase)) authors.Add(name);
    }

    private static bool HasSpace(string value)
    {
        foreach (char c in value)
            if (c is ' ' or '\t' or '\r' or '\n' or '\f' or '\u00A0') return true;
        return false;
    }

    private void AddTitle(MetadataSource source, string value)
    {
        if (titles.Count >= MaxTitles || ShortTexts.Tidy(value, MaxTitleLength) is not { } title) return;
        int at = titles.Count;
        while (at > 0 && titleSources[at - 1] > (int)source) at--;
        titles.Insert(at, title);
        titleSources.Insert(at, (int)source);
    }

    private void AddKeyword(string value)
    {
        if (keywords.Count < MaxKeywords && ShortTexts.Tidy(value, MaxKeywordLength) is { } keyword
                && !keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            keywords.Add(keyword);
    }
}
