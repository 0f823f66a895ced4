using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Reads and writes <c>adapter_config.json</c>, whose fields are those of PEFT's class <c>LoraConfig</c>.</summary>
internal static class LoraConfigurationJson
{
    private const long MaxBytes = 1 << 24;

    private static readonly (LoraTargets Target, string Module)[] Modules =
    [
        (LoraTargets.Query, "q_proj"), (LoraTargets.Key, "k_proj"), (LoraTargets.Value, "v_proj"), (LoraTargets.AttentionOutput, "o_proj"),
        (LoraTargets.Gate, "gate_proj"), (LoraTargets.Up, "up_proj"), (LoraTargets.Down, "down_proj"),
    ];

    public static (LoraOptions Options, string? BaseModel) Read(IFileStore files, string path)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, path, MaxBytes), path);
        var fields = new JsonFields(document.RootElement, path);
        if (fields.Text("peft_type") is var kind && kind != "LORA") throw ModelFileException.In(path, $"field 'peft_type' is '{kind}'; LORA is supported.");
        if (fields.Text("bias") is { } bias and not "none") throw ModelFileException.In(path, $"field 'bias' is '{bias}'; none is supported.");
        foreach (string flag in (string[])["fan_in_fan_out", "use_rslora", "use_dora", "use_qalora", "lora_bias"])
            if (fields.TryGet(flag, out JsonElement value) && value.ValueKind != JsonValueKind.False) throw fields.Unsupported(flag, value, "false is");
        foreach (string list in (string[])["modules_to_save", "layers_to_transform", "layer_replication", "rank_pattern", "alpha_pattern", "target_parameters",
            "trainable_token_indices", "alora_invocation_tokens"])
            if (fields.TryGet(list, out JsonElement value) && !IsEmpty(value)) throw fields.Unsupported(list, value, "it must be empty");
        double dropout = 0;
        if (fields.TryGet("lora_dropout", out JsonElement given)
            && (given.ValueKind != JsonValueKind.Number || !given.TryGetDouble(out dropout) || dropout is not (>= 0 and < 1)))
            throw fields.Wrong("lora_dropout", given, "a number from 0 to below 1");
        var options = new LoraOptions
        {
            Rank = fields.Int("r", 1),
            Alpha = fields.Positive("lora_alpha"),
            Dropout = dropout,
            Targets = ReadTargets(fields),
        };
        return (options, fields.Text("base_model_name_or_path"));
    }

    public static byte[] Write(LoraOptions options, string? baseModel)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("base_model_name_or_path", baseModel);
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("inference_mode", true);
            json.WriteBoolean("init_lora_weights", true);
            json.WriteNumber("lora_alpha", options.Alpha);
            json.WriteNumber("lora_dropout", options.Dropout);
            json.WriteNull("modules_to_save");
            json.WriteString("peft_type", "LORA");
            json.WriteNumber("r", options.Rank);
            json.WriteStartArray("target_modules");
            foreach ((LoraTargets target, string module) in Modules)
                if ((options.Targets & target) != 0) json.WriteStringValue(module);
            json.WriteEndArray();
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteBoolean("use_dora", false);
            json.WriteBoolean("use_rslora", false);
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static LoraTargets ReadTargets(JsonFields fields)
    {
        if (!fields.TryGet("target_modules", out JsonElement list)) throw fields.Missing("target_modules");
        if (list.ValueKind == JsonValueKind.String && list.ValueEquals("all-linear")) return LoraTargets.All;
        if (list.ValueKind != JsonValueKind.Array) throw fields.Unsupported("target_modules", list, "a list of modules is");
        var targets = LoraTargets.None;
        foreach (JsonElement element in list.EnumerateArray())
        {
            string name = StrictJson.Text(element, fields.Path, "target_modules");
            string module = name[(name.LastIndexOf('.') + 1)..];
            LoraTargets target = Modules.FirstOrDefault(known => known.Module == module).Target;
            if (target == LoraTargets.None) throw fields.Unsupported("target_modules", element, "the projections of attention and feed-forward are");
            targets |= target;
        }
        return targets != LoraTargets.None ? targets : throw fields.Wrong("target_modules", list, "a list of modules");
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
