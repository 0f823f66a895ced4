using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// The settings of text generation in Hugging Face's <c>generation_config.json</c>. Fields that are not listed here are ignored when a file is read.
/// </summary>
public sealed record GenerationConfiguration
{
    /// <summary>The name of the file in a Hugging Face folder.</summary>
    public const string FileName = "generation_config.json";

    private const long MaxBytes = 1 << 24;

    /// <summary>The token that begins a text (<c>bos_token_id</c>); null if there is no such token.</summary>
    /// <value>Default null.</value>
    public int? BeginTokenId { get; init; }

    /// <summary>The tokens that end a text (<c>eos_token_id</c>).</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<int> EndTokenIds { get; init; } = [];

    /// <summary>The token that fills a batch (<c>pad_token_id</c>); null if there is no such token.</summary>
    /// <value>Default null.</value>
    public int? PaddingTokenId { get; init; }

    /// <summary>True to draw tokens at random, false to take the most probable one (<c>do_sample</c>).</summary>
    /// <value>Default false: transformers.</value>
    public bool IsSampling { get; init; }

    /// <summary>The divisor of logits (<c>temperature</c>); null for 1.</summary>
    /// <value>Default null.</value>
    public double? Temperature { get; init; }

    /// <summary>The number of most probable tokens to draw from (<c>top_k</c>); null for all.</summary>
    /// <value>Default null.</value>
    public int? TopK { get; init; }

    /// <summary>The probability of the most probable tokens to draw from (<c>top_p</c>); null for all.</summary>
    /// <value>Default null.</value>
    public double? TopP { get; init; }

    /// <summary>The divisor of the logits of tokens that occurred (<c>repetition_penalty</c>); null for 1.</summary>
    /// <value>Default null.</value>
    public double? RepetitionPenalty { get; init; }

    /// <summary>The maximum number of generated tokens (<c>max_new_tokens</c>); null for no limit of its own.</summary>
    /// <value>Default null.</value>
    public int? MaxNewTokens { get; init; }

    /// <summary>Reads a <c>generation_config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">The file is damaged. The message names the field and the value.</exception>
    public static GenerationConfiguration Read(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(path);
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, full, MaxBytes), full);
        var fields = new JsonFields(document.RootElement, full);
        return new()
        {
            BeginTokenId = fields.TokenId("bos_token_id"),
            EndTokenIds = fields.TokenIds("eos_token_id"),
            PaddingTokenId = fields.TokenId("pad_token_id"),
            IsSampling = fields.Bool("do_sample", false),
            Temperature = fields.Has("temperature") ? fields.Positive("temperature") : null,
            TopK = fields.Has("top_k") ? fields.Int("top_k", 0) : null,
            TopP = fields.Has("top_p") ? fields.Positive("top_p") : null,
            RepetitionPenalty = fields.Has("repetition_penalty") ? fields.Positive("repetition_penalty") : null,
            MaxNewTokens = fields.Has("max_new_tokens") ? fields.Int("max_new_tokens", 1) : null,
        };
    }

    /// <summary>Writes a <c>generation_config.json</c>. It appears complete or not at all.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="files">The store to write to; null for the local file system.</param>
    public void Write(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            if (BeginTokenId is { } begin) json.WriteNumber("bos_token_id", begin);
            json.WriteBoolean("do_sample", IsSampling);
            if (EndTokenIds.Count > 0) ModelConfigurationJson.WriteTokens(json, "eos_token_id", EndTokenIds);
            if (MaxNewTokens is { } length) json.WriteNumber("max_new_tokens", length);
            if (PaddingTokenId is { } padding) json.WriteNumber("pad_token_id", padding);
            if (RepetitionPenalty is { } penalty) json.WriteNumber("repetition_penalty", penalty);
            if (Temperature is { } temperature) json.WriteNumber("temperature", temperature);
            if (TopK is { } count) json.WriteNumber("top_k", count);
            if (TopP is { } probability) json.WriteNumber("top_p", probability);
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        AtomicStoreFile.Write(files ?? LocalFileStore.Instance, path, text.ToArray());
    }
}
