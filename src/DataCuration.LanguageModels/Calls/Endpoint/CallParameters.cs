using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>The sampling parameters of a call. They are part of its key: another temperature is another call.</summary>
public sealed record CallParameters
{
    /// <summary>The default parameters: temperature 0.</summary>
    public static CallParameters Default { get; } = new();

    /// <summary>The sampling temperature, 0 or more; null for the server's default. Default: 0, which picks the most likely token.</summary>
    public float? Temperature
    {
        get;
        init => field = value is null or (>= 0 and < float.PositiveInfinity) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature must be finite and not negative.");
    } = 0;

    /// <summary>The probability mass of nucleus sampling (top-p), in (0, 1]; null for the server's default. Default: null.</summary>
    public float? TopP
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability mass must be above 0 and at most 1.");
    }

    /// <summary>
    /// The maximum length of the answer in tokens, 1 or more; null for the server's default. A budget reserves this length for the answer. Default: null.
    /// </summary>
    public int? MaxOutputTokens
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one token must be allowed.");
    }

    /// <summary>
    /// The seed sent to the server for the first sample; the seed of another sample is this plus its <see cref="LanguageModelCall.Attempt"/>. Not every server
    /// honours it. Default: null.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>Texts that end the answer. Default: empty.</summary>
    public IReadOnlyList<string> StopSequences { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// The JSON schema of the answer, as the text of a JSON object. An empty text asks for JSON of any shape; null for plain text. Default: null.
    /// </summary>
    /// <remarks>Not every server enforces the schema, so the call's parser still checks the answer.</remarks>
    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public string? JsonSchema { get; init => field = Schema(value); }

    /// <param name="model">The model.</param>
    /// <param name="attempt">The index of the sample. With the same seed, a server would answer the same text again.</param>
    internal ChatOptions ToChatOptions(string model, int attempt)
    {
        var options = new ChatOptions
        {
            ModelId = model,
            Temperature = Temperature,
            TopP = TopP,
            MaxOutputTokens = MaxOutputTokens,
            Seed = unchecked(Seed + attempt),
        };
        if (StopSequences.Count > 0) options.StopSequences = [.. StopSequences];
        if (JsonSchema is { Length: 0 }) options.ResponseFormat = ChatResponseFormat.Json;
        else if (JsonSchema is not null) options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(JsonSchema), "answer");
        return options;
    }

    /// <summary>Validates the schema when it is set. In a request, an invalid schema would look like a failure of the client or server.</summary>
    private static string? Schema(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? text
                : throw new ArgumentException($"A JSON schema must be an object, not {json.RootElement.ValueKind}.", nameof(text));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The JSON schema is not valid JSON: {e.Message}", nameof(text), e);
        }
    }

    /// <summary>Writes the parameters to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("parameters", ToString());
    }

    /// <summary>Returns the parameters in one line. Equal parameters give equal text, which is part of a call's key.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("temperature", Temperature?.ToString("R", CultureInfo.InvariantCulture));
        Add("top_p", TopP?.ToString("R", CultureInfo.InvariantCulture));
        Add("max_tokens", MaxOutputTokens?.ToString(CultureInfo.InvariantCulture));
        Add("seed", Seed?.ToString(CultureInfo.InvariantCulture));
        foreach (string stop in StopSequences) Add("stop", $"\"{JsonEncodedText.Encode(stop)}\""); // quoted, so that a space does not split one text into two
        Add("json", JsonSchema);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null) text.Append(text.Length > 0 ? " " : "").Append(name).Append('=').Append(value);
        }
    }
}
