using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Persons with their years, such as an extract of Wikidata, that <see cref="AuthorTagger"/> finds authors in.</summary>
public sealed class AuthorTable
{
    private readonly List<(NameForm Form, int Author)> names = [];

    /// <summary>Creates a table.</summary>
    /// <param name="authors">The persons.</param>
    /// <exception cref="ArgumentException">
    /// There is no person, a name or alias has neither a letter nor a digit, or a year has more than four digits.
    /// </exception>
    public AuthorTable(IReadOnlyList<AuthorRecord> authors)
    {
        ArgumentNullException.ThrowIfNull(authors);
        if (authors.Count == 0) throw new ArgumentException("The table has no author.", nameof(authors));
        Authors = [.. authors];
        for (int i = 0; i < Authors.Count; i++)
        {
            if (ProblemOf(Authors[i]) is { } problem) throw new ArgumentException($"Author {i}: {problem}", nameof(authors));
            foreach (string name in Authors[i].Aliases.Prepend(Authors[i].Name)) names.Add((NameForm.Of(name), i));
        }
        // By length, so that names whose length alone excludes a good score are not compared.
        names.Sort((left, right) => left.Form.Text.Length.CompareTo(right.Form.Text.Length) is not 0 and var compared ? compared
            : left.Author.CompareTo(right.Author));
    }

    /// <summary>The persons.</summary>
    public IReadOnlyList<AuthorRecord> Authors { get; }

    /// <summary>
    /// Reads a table: JSON lines with <c>name</c>, and optionally <c>birth</c>, <c>death</c> (whole numbers, negative before the common era) and
    /// <c>aliases</c> (texts).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">A line is not such an object. The message has its number.</exception>
    public static AuthorTable Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var authors = new List<AuthorRecord>();
        int number = 0;
        using var reader = new StreamReader((files ?? LocalFileStore.Instance).OpenRead(path, FileReadPattern.Sequential));
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(line);
                authors.Add(Read(json.RootElement));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
            {
                throw new InvalidDataException($"Line {number} of '{path}' is not an author with 'name', 'birth', 'death' and 'aliases': {e.Message}", e);
            }
        }
        if (authors.Count == 0) throw new InvalidDataException($"'{path}' has no author.");
        return new(authors);
    }

    internal void Describe(FingerprintWriter writer)
    {
        foreach (AuthorRecord author in Authors)
        {
            writer.Add("name", author.Name);
            writer.Add("birth", author.Birth?.ToString(CultureInfo.InvariantCulture));
            writer.Add("death", author.Death?.ToString(CultureInfo.InvariantCulture));
            foreach (string alias in author.Aliases) writer.Add("alias", alias);
        }
    }

    /// <summary>Finds the persons whose best name has at least a score, the best first, then in the order of the table.</summary>
    internal List<(int Author, double Score)> Find(string name, double minScore)
    {
        NameForm form = NameForm.Of(name);
        var best = new Dictionary<int, double>();
        if (form.Text.Length == 0) return [];
        int at = names.FindIndex(one => NameSimilarity.LargestScore(form.Text.Length, one.Form.Text.Length) >= minScore);
        for (; at >= 0 && at < names.Count; at++)
        {
            (NameForm other, int author) = names[at];
            if (NameSimilarity.LargestScore(form.Text.Length, other.Text.Length) < minScore) break;
            if (form.LargestScore(other) < minScore) continue;
            double score = NameSimilarity.Score(form.Text, other.Text);
            if (score >= minScore && score > best.GetValueOrDefault(author)) best[author] = score;
        }
        return [.. best.Select(pair => (pair.Key, pair.Value)).OrderByDescending(one => one.Value).ThenBy(one => one.Key)];
    }

    private static AuthorRecord Read(JsonElement root)
    {
        var author = new AuthorRecord(root.GetProperty("name").GetString() ?? throw new FormatException("The name is null."), Year("birth"), Year("death"))
        {
            Aliases = root.TryGetProperty("aliases", out JsonElement aliases) && aliases.ValueKind != JsonValueKind.Null
                ? [.. aliases.EnumerateArray().Select(one => one.GetString() ?? throw new FormatException("An alias is null."))] : [],
        };
        return ProblemOf(author) is { } problem ? throw new FormatException(problem) : author;

        int? Year(string field) => root.TryGetProperty(field, out JsonElement year) && year.ValueKind != JsonValueKind.Null ? year.GetInt32() : null;
    }

    /// <summary>Returns what is wrong with an author; null if nothing is.</summary>
    private static string? ProblemOf(AuthorRecord author)
    {
        foreach (string name in author.Aliases.Prepend(author.Name))
            if (NameForm.Of(name).Text.Length == 0) return $"The name '{name}' has neither a letter nor a digit.";
        // What could not be read back from a document.
        foreach (int? year in (int?[])[author.Birth, author.Death])
            if (year is < -YearText.Largest or > YearText.Largest or 0)
                return string.Create(CultureInfo.InvariantCulture, $"{year} is not a year from -{YearText.Largest} to {YearText.Largest} without 0.");
        return null;
    }
}
