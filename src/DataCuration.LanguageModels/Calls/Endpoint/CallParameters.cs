using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>How a model is asked to answer. All of it is part of a call's key: another temperature is another call.</summary>
public sealed record CallParameters
{
    /// <summary>The parameters of a call that says nothing of them: temperature 0.</summary>
    public static CallParameters Default { get; } = new();

    /// <summary>The temperature of sampling, 0 or more; null leaves it to the server. Default: 0, the likeliest token each time.</summary>
    public float? Temperature
    {
        get;
        init => field = value is null or (>= 0 and < float.PositiveInfinity) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature is a number and not negative.");
    } = 0;

    /// <summary>The probability mass that is sampled from, in (0, 1]; null leaves it to the server. Default: null.</summary>
    public float? TopP
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability mass is above 0 and at most 1.");
    }

    /// <summary>The longest answer in tokens, 1 or more; null leaves it to the server. It is also what a budget sets aside for the answer. Default: null.</summary>
    public int? MaxOutputTokens
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An answer has at least one token.");
    }

    /// <summary>The seed that the server is given; servers honour it more or less. Default: null.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts at which the answer ends. Default: none.</summary>
    public IReadOnlyList<string> StopSequences { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>A JSON schema that the server is to hold the answer to, as text: a JSON object; an empty text asks for JSON of any shape; null for plain text. Default: null.</summary>
    /// <remarks>Not every server obeys: the answer is checked by the call's parser all the same.</remarks>
    /// <exception cref="ArgumentException">The text is no JSON object.</exception>
    public string? JsonSchema { get; init => field = Schema(value); }

    internal ChatOptions ToChatOptions(string model)
    {
        var options = new ChatOptions { ModelId = model, Temperature = Temperature, TopP = TopP, MaxOutputTokens = MaxOutputTokens, Seed = Seed };
        if (StopSequences.Count > 0) options.StopSequences = [.. StopSequences];
        if (JsonSchema is { Length: 0 }) options.ResponseFormat = ChatResponseFormat.Json;
        else if (JsonSchema is not null) options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(JsonSchema), "answer");
        return options;
    }

    /// <summary>Checked where it is set: in a request a wrong schema would look like a fault of client or server.</summary>
    private static string? Schema(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? text : throw new ArgumentException($"A JSON schema is an object, not {json.RootElement.ValueKind}.", nameof(text));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The JSON schema is no JSON: {e.Message}", nameof(text), e);
        }
    }

    /// <summary>Writes the parameters that change an answer, for a stage's fingerprint.</summary>
    /// <param name="writer">Takes the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("parameters", ToString());
    }

    /// <summary>The parameters in one line, the same for equal parameters: this text is what a call's key is made of.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("temperature", Temperature?.ToString("R", CultureInfo.InvariantCulture));
        Add("top_p", TopP?.ToString("R", CultureInfo.InvariantCulture));
        Add("max_tokens", MaxOutputTokens?.ToString(CultureInfo.InvariantCulture));
        Add("seed", Seed?.ToString(CultureInfo.InvariantCulture));
        foreach (string stop in StopSequences) Add("stop", $"\"{JsonEncodedText.Encode(stop)}\""); // quoted, so that one text with a blank is not two
        Add("json", JsonSchema);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null) text.Append(text.Length > 0 ? " " : "").Append(name).Append('=').Append(value);
        }
    }
}
