using System.Text;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>
/// The tokens that were added to a vocabulary, and the old tokens whose embeddings each of them starts from. A file of it is beside each extended tokenizer,
/// so that a model loader can fill the new rows.
/// </summary>
/// <remarks>
/// A new token's embedding starts from the mean of its parts' embeddings: Gee and others 2022 (Fast Vocabulary Transfer, arXiv 2402.09977).
/// </remarks>
public sealed record VocabularyAdditions
{
    internal const string FileName = "new-tokens.json";
    private const int FormatVersion = 1;

    /// <summary>The number of ids of the old vocabulary, which is the id of the first new token.</summary>
    public required int OldSize { get; init; }

    /// <summary>The new tokens in the order of their ids, without gaps.</summary>
    public required IReadOnlyList<NewToken> Tokens { get; init; }

    /// <summary>The number of ids of the new vocabulary.</summary>
    public int NewSize => OldSize + Tokens.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The <c>new-tokens.json</c> beside an extended tokenizer, or a copy.</param>
    /// <exception cref="InvalidDataException">The file is not such a list.</exception>
    public static VocabularyAdditions Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(File.ReadAllBytes(path), $"'{path}'");
    }

    /// <summary>Reads the JSON that <see cref="ToJson"/> returns.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">The text is not such a list.</exception>
    public static VocabularyAdditions FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json), "The text");
    }

    /// <summary>
    /// Formats the tokens as JSON: <c>old_size</c>, <c>new_size</c>, and <c>tokens</c> with <c>id</c>, <c>token</c>, <c>count</c> and <c>sources</c>.
    /// </summary>
    public string ToJson() => Encoding.UTF8.GetString(Write());

    /// <summary>
    /// Fills the embeddings of the new tokens with the means of their sources' embeddings. Use it for the input embeddings and, if they are not tied, for the
    /// output embeddings.
    /// </summary>
    /// <param name="matrix">The rows of all tokens, <see cref="NewSize"/> times <paramref name="width"/>, the old ones filled.</param>
    /// <param name="width">The number of columns.</param>
    /// <exception cref="ArgumentException">The matrix has another size.</exception>
    public void FillEmbeddings(Span<float> matrix, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (matrix.Length != (long)NewSize * width)
            throw new ArgumentException($"{NewSize} rows of {width} columns have {(long)NewSize * width} values, not {matrix.Length}.", nameof(matrix));
        var sums = new double[width];
        foreach (NewToken token in Tokens)
        {
            Array.Clear(sums);
            foreach (int source in token.Sources)
            {
                ReadOnlySpan<float> row = matrix.Slice(source * width, width);
                for (int i = 0; i < width; i++) sums[i] += row[i];
            }
            Span<float> target = matrix.Slice(token.Id * width, width);
            for (int i = 0; i < width; i++) target[i] = (float)(sums[i] / token.Sources.Count);
        }
    }

    internal byte[] Write() => VersionedJson.Write(FormatVersion, json =>
    {
        json.WriteNumber("old_size", OldSize);
        json.WriteNumber("new_size", NewSize);
        json.WriteStartArray("tokens");
        foreach (NewToken token in Tokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("token", token.Spelling);
            json.WriteNumber("count", token.Count);
            json.WriteStartArray("sources");
            foreach (int source in token.Sources) json.WriteNumberValue(source);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }, indented: false);

    internal static VocabularyAdditions Read(ReadOnlyMemory<byte> utf8, string name) =>
        VersionedJson.Read(utf8, name, "list of new tokens", FormatVersion, root => Read(root, name));

    private static VocabularyAdditions Read(JsonElement root, string name)
    {
        int oldSize = root.GetProperty("old_size").GetInt32();
        NewToken[] tokens = [.. root.GetProperty("tokens").EnumerateArray().Select(static token => new NewToken(token.GetProperty("id").GetInt32(),
            token.GetProperty("token").GetString() ?? "", token.GetProperty("count").GetInt64(),
            [.. token.GetProperty("sources").EnumerateArray().Select(static source => source.GetInt32())]))];
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Id != oldSize + i)
                throw new InvalidDataException($"{name}: the token '{tokens[i].Spelling}' has the id {tokens[i].Id}, not {oldSize + i}.");
            if (tokens[i].Sources.Count == 0 || tokens[i].Sources.Any(source => source < 0 || source >= oldSize))
                throw new InvalidDataException($"{name}: the sources of the token '{tokens[i].Spelling}' are not tokens of the old vocabulary.");
        }
        return new VocabularyAdditions { OldSize = oldSize, Tokens = tokens };
    }
}
