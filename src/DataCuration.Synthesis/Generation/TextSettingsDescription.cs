using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>Writes to a fingerprint what all stages that ask for texts depend on.</summary>
internal static class TextSettingsDescription
{
    /// <summary>Writes the settings and the options of the calls that change answers.</summary>
    public static void Write(FingerprintWriter writer, LanguageModelCalls calls, TextSettings settings)
    {
        calls.Describe(writer, settings.Model);
        writer.Add(nameof(settings.MaxAttempts), settings.MaxAttempts);
        writer.AddScope(nameof(settings.TokenEncoder), scope =>
        {
            if (settings.TokenEncoder is null) scope.Add("kind", null);
            else settings.TokenEncoder.Describe(scope);
        });
    }
}
