namespace DataCuration.Extraction;

/// <summary>The best values so far, each with its source: a better source replaces, the same one does not.</summary>
internal sealed class MetadataCandidates
{
    private const int MostKeywords = 100;
    private const int MostAuthors = 200;
    private const int MostTitles = 50;
    private const int LongestTitle = 500;
    private const int LongestKeyword = 100;

    private static readonly System.Buffers.SearchValues<char> WhiteSpace = System.Buffers.SearchValues.Create(" \t\r\n\f\u00A0");

    private readonly (string? Value, MetadataSource Source)[] best = new (string?, MetadataSource)[Enum.GetValues<MetadataField>().Length];
    private readonly List<(string Value, MetadataSource Source)> titles = [];
    private readonly List<string> authors = [];
    private readonly List<string> keywords = [];
    private MetadataSource authorSource = MetadataSource.None;

    /// <summary>Titles, from the best to the worst.</summary>
    public IEnumerable<(string Value, MetadataSource Source)> Titles => titles.OrderBy(static title => title.Source);

    /// <summary>The authors of the best source.</summary>
    public IReadOnlyList<string> Authors => authors;

    /// <summary>Keywords of all sources.</summary>
    public IReadOnlyList<string> Keywords => keywords;

    /// <summary>The value of a field; null if there is none.</summary>
    public string? this[MetadataField field] => best[(int)field].Value;

    /// <summary>Takes a value.</summary>
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
                foreach (string keyword in value.Split([',', ';'], MostKeywords)) AddKeyword(keyword);
                return;
            // What cannot be read gives way to what can.
            case MetadataField.Published or MetadataField.Modified when !PageDates.TryParse(value, out _, out _): return;
            // A name or a copyright notice is no address. A link is one whatever it looks like.
            case MetadataField.Licence when source != MetadataSource.OpenGraph && (!value.Contains('/', StringComparison.Ordinal) || value.AsSpan().Trim().ContainsAny(WhiteSpace)): return;
            case MetadataField.Language when PageLanguages.Normalize(value) is null: return;
        }
        ref (string? Value, MetadataSource Source) current = ref best[(int)field];
        if (current.Value is null || source < current.Source) current = (value, source);
    }

    /// <summary>Takes authors that one place names together.</summary>
    public void AddAuthors(MetadataSource source, IReadOnlyList<string> names)
    {
        // Where there is one element to an author they belong together. Elsewhere the first place counts: later ones may name the authors of comments.
        bool isContinued = source is MetadataSource.Citation or MetadataSource.DublinCore or MetadataSource.Meta;
        if (source > authorSource || (source == authorSource && !isContinued)) return;
        List<string> plausible = [.. names.Select(static name => ShortTexts.Tidy(name, LongestTitle)).OfType<string>().Where(Bylines.IsPlausible)];
        if (plausible.Count == 0) return;
        if (source < authorSource) authors.Clear();
        authorSource = source;
        foreach (string name in plausible)
            if (authors.Count < MostAuthors && !authors.Contains(name, StringComparer.OrdinalIgnoreCase)) authors.Add(name);
    }

    private void AddTitle(MetadataSource source, string value)
    {
        if (titles.Count < MostTitles && ShortTexts.Tidy(value, LongestTitle) is { } title) titles.Add((title, source));
    }

    private void AddKeyword(string value)
    {
        if (keywords.Count < MostKeywords && ShortTexts.Tidy(value, LongestKeyword) is { } keyword && !keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase)) keywords.Add(keyword);
    }
}
