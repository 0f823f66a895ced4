using System.Buffers;
using System.Text.Json;
using DataCuration.Mixing;
using DataCuration.Models;

namespace DataCuration.Recipes;

/// <summary>
/// The plan to make an instruction model of a domain without instruction data: <c>continued + (instruct - base)</c> (Hirano and Imajo 2024, arXiv 2409.19854).
/// It is kept as a JSON file beside the corpus, before any model is trained, and <see cref="Merge"/> carries it out.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
/// using DataCuration.Recipes;
///
/// var plan = new ModelMergePlan
/// {
///     Base = "models/base",
///     Continued = "models/finance",
///     Instruct = "models/instruct",
///     Mixture = MixturePlan.FromDomainShare("finance", 0.9, "general"),
/// };
/// plan.Save("merge-plan.json");
/// Console.WriteLine(ModelMergePlan.Load("merge-plan.json").Fingerprint == plan.Fingerprint); // True
/// </code>
/// </example>
public sealed record ModelMergePlan
{
    private const int FormatVersion = 1;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The folder of the base model, which both other models were trained from.</summary>
    public required string Base { get; init => field = OptionChecks.NotEmpty(value); }

    /// <summary>The folder of the base model after continued pretraining on the domain.</summary>
    public required string Continued { get; init => field = OptionChecks.NotEmpty(value); }

    /// <summary>The folder of the instruction-tuned model of the same base.</summary>
    public required string Instruct { get; init => field = OptionChecks.NotEmpty(value); }

    /// <summary>The weight of the domain: of <c>continued - base</c>.</summary>
    /// <value>Finite; default 1 (the paper's sum).</value>
    public double ContinuedWeight { get; init => field = Finite(value); } = 1;

    /// <summary>The weight of the instructions: of <c>instruct - base</c>.</summary>
    /// <value>Finite; default 1 (the paper's sum).</value>
    public double InstructWeight { get; init => field = Finite(value); } = 1;

    /// <summary>The mixture of the continued pretraining, as a record of what the domain model was trained on.</summary>
    /// <value>Default null: it is not recorded.</value>
    public MixturePlan? Mixture { get; init; }

    /// <summary>Identifies the plan: folders, weights and mixture.</summary>
    public string Fingerprint
    {
        get
        {
            var writer = new FingerprintWriter();
            writer.Add("plan", "model-merge/1");
            writer.Add(nameof(Base), Base);
            writer.Add(nameof(Continued), Continued);
            writer.Add(nameof(Instruct), Instruct);
            writer.Add(nameof(ContinuedWeight), ContinuedWeight);
            writer.Add(nameof(InstructWeight), InstructWeight);
            writer.Add(nameof(Mixture), Mixture?.ToString());
            return writer.ToFingerprint();
        }
    }

    /// <summary>Merges the models. The base and its two descendants must have the same tensors and shapes.</summary>
    /// <param name="outputFolder">The folder to write. It gets the merged model and <c>merge.json</c>, with the hashes of all three models.</param>
    /// <param name="options">Number format, tokenizer and store; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ModelFileException">A model is damaged, or does not fit to the base.</exception>
    public MergeReport Merge(string outputFolder, HuggingFaceWriteOptions? options = null, CancellationToken cancellationToken = default) =>
        TaskVectorMerge.MergeFolders(Base,
            [new() { Path = Continued, Weight = ContinuedWeight }, new() { Path = Instruct, Weight = InstructWeight }], outputFolder, options,
            cancellationToken);

    /// <summary>Writes the plan as a JSON file, completely or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(Write()));
    }

    /// <summary>Reads a plan from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no plan. The message names file and member.</exception>
    public static ModelMergePlan Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path), Strict);
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}' is not a plan of a merge: {e.Message}", e);
        }
    }

    private static ModelMergePlan Read(JsonElement root)
    {
        RefuseOthers(root, "version", "base", "continued", "instruct", "continued_weight", "instruct_weight", "mixture");
        int version = Member(root, "version").GetInt32();
        if (version != FormatVersion)
            throw new FormatException(FormattableString.Invariant($"it has version {version}, and this library reads {FormatVersion}."));
        return new()
        {
            Base = Text(root, "base"),
            Continued = Text(root, "continued"),
            Instruct = Text(root, "instruct"),
            ContinuedWeight = Member(root, "continued_weight").GetDouble(),
            InstructWeight = Member(root, "instruct_weight").GetDouble(),
            Mixture = root.TryGetProperty("mixture", out JsonElement phases) && phases.ValueKind != JsonValueKind.Null
                ? new MixturePlan(phases.EnumerateArray().Select(ReadPhase)) : null,
        };
    }

    private static MixturePlanPhase ReadPhase(JsonElement phase)
    {
        RefuseOthers(phase, "until", "shares");
        return new()
        {
            Until = Member(phase, "until").GetDouble(),
            Shares = Member(phase, "shares").EnumerateObject().ToDictionary(static share => share.Name, static share => share.Value.GetDouble(),
                StringComparer.Ordinal),
        };
    }

    private static void RefuseOthers(JsonElement parent, params ReadOnlySpan<string> members)
    {
        foreach (JsonProperty member in parent.EnumerateObject())
            if (!members.Contains(member.Name)) throw new FormatException($"the member '{member.Name}' is unknown.");
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"the member '{name}' is missing.");

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text ? text
            : throw new FormatException($"the member '{name}' is not a text.");

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight must be finite.");

    private byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("base", Base);
            json.WriteString("continued", Continued);
            json.WriteString("instruct", Instruct);
            json.WriteNumber("continued_weight", ContinuedWeight);
            json.WriteNumber("instruct_weight", InstructWeight);
            if (Mixture is { } mixture) WriteMixture(json, mixture);
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteMixture(Utf8JsonWriter json, MixturePlan mixture)
    {
        json.WriteStartArray("mixture");
        foreach (MixturePlanPhase phase in mixture.Phases)
        {
            json.WriteStartObject();
            json.WriteNumber("until", phase.Until);
            json.WriteStartObject("shares");
            foreach (string source in mixture.Sources) json.WriteNumber(source, phase.Shares[source]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
