using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>Writes parts of fingerprints that the stages of this folder share.</summary>
internal static class StageDescription
{
    public static void Write(FingerprintWriter writer, LanguageModelCalls calls, string? model)
    {
        writer.Add("Model", model ?? calls.Endpoint.Model);
        if (calls.Endpoint.ExtraFields is { } extra) writer.Add(nameof(ChatCompletionsOptions.ExtraFields), extra);
        if (!calls.Options.RemoveReasoning) writer.Add(nameof(CallOptions.RemoveReasoning), false);
    }

    public static void Scope(FingerprintWriter writer, string name, Action<FingerprintWriter> describe)
    {
        writer.BeginScope(name);
        describe(writer);
        writer.EndScope();
    }
}
