using System.IO.Hashing;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>The fertility of tokenizers by group of documents, such as domain or language: the result of <see cref="TokenizerFertilityFit"/>.</summary>
public sealed record FertilityReport : IArtifact
{
    /// <summary>A row for each group and tokenizer: groups in ordinal order, tokenizers in the order of their names.</summary>
    public required IReadOnlyList<TokenFertility> Rows { get; init; }

    /// <inheritdoc/>
    public string Fingerprint => Convert.ToHexStringLower(XxHash128.Hash(FertilityJson.Write(this)));

    /// <summary>Adds up the groups of each tokenizer.</summary>
    /// <returns>A row for each tokenizer, with an empty group.</returns>
    public IReadOnlyList<TokenFertility> SumByTokenizer() => [.. Rows.GroupBy(static row => row.Tokenizer, StringComparer.Ordinal)
        .OrderBy(static rows => rows.Key, StringComparer.Ordinal).Select(static rows => new TokenFertility
        {
            Tokenizer = rows.Key,
            Group = "",
            Documents = rows.Sum(static row => row.Documents),
            Bytes = rows.Sum(static row => row.Bytes),
            Characters = rows.Sum(static row => row.Characters),
            Words = rows.Sum(static row => row.Words),
            Tokens = rows.Sum(static row => row.Tokens),
            WordTokens = Sum(rows, static row => row.WordTokens),
            WholeWords = Sum(rows, static row => row.WholeWords),
            FallbackTokens = Sum(rows, static row => row.FallbackTokens),
        })];

    /// <summary>Formats the report as indented JSON, with the counts and the ratios. NaN is written as null.</summary>
    public string ToJson() => Encoding.UTF8.GetString(FertilityJson.Write(this));

    /// <summary>Reads a report from the JSON that <see cref="ToJson"/> returns.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">The text is not such a report.</exception>
    public static FertilityReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FertilityJson.Read(Encoding.UTF8.GetBytes(json), "The text");
    }

    /// <summary>Formats the report as a table in Markdown.</summary>
    /// <returns>The table, without a heading.</returns>
    public string ToMarkdown()
    {
        var table = new MarkdownTable("group", "tokenizer", ">documents", ">words", ">tokens", ">tokens per word", ">tokens in a word", ">bytes per token",
            ">characters per token", ">whole words", ">fallback tokens");
        foreach (TokenFertility row in Rows)
            table.Add(row.Group.Length == 0 ? "(none)" : row.Group, row.Tokenizer, MarkdownTable.Number(row.Documents), MarkdownTable.Number(row.Words),
                MarkdownTable.Number(row.Tokens), Format(row.TokensPerWord), Format(row.TokensInWord), Format(row.BytesPerToken),
                Format(row.CharactersPerToken), Share(row.WholeWords, row.Words), Share(row.FallbackTokens, row.Tokens));
        return table.ToString();
    }

    /// <summary>Returns the table of <see cref="ToMarkdown"/>.</summary>
    public override string ToString() => ToMarkdown();

    private static long? Sum(IEnumerable<TokenFertility> rows, Func<TokenFertility, long?> count) =>
        rows.Aggregate((long?)0, (sum, row) => sum + count(row));

    private static string Format(double value) => MarkdownTable.Value(double.IsNaN(value) ? null : value);

    private static string Share(long? part, long whole) => part is { } value ? MarkdownTable.Percent(value, whole) : "";
}
