using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>Writes to a fingerprint what all stages that ask for texts depend on.</summary>
internal static class TextSettingsDescription
{
    /// <summary>Writes the settings and the options of the calls that change answers.</summary>
    public static void Write(FingerprintWriter writer, LanguageModelCalls calls, TextSettings settings)
    {
        writer.Add(nameof(settings.Model), settings.Model ?? calls.Endpoint.Model);
        if (calls.Endpoint.ExtraFields is { } extra) writer.Add(nameof(ChatCompletionsOptions.ExtraFields), extra);
        if (!calls.Options.RemoveReasoning) writer.Add(nameof(CallOptions.RemoveReasoning), false);
        writer.Add(nameof(settings.MaxAttempts), settings.MaxAttempts);
        WriteScope(writer, nameof(settings.TokenEncoder), scope =>
        {
            if (settings.TokenEncoder is null) scope.Add("kind", null);
            else settings.TokenEncoder.Describe(scope);
        });
    }

    /// <summary>Writes parts inside a scope.</summary>
    public static void WriteScope(FingerprintWriter writer, string name, Action<FingerprintWriter> describe)
    {
        writer.BeginScope(name);
        describe(writer);
        writer.EndScope();
    }
}
