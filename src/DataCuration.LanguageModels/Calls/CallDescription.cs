namespace DataCuration.LanguageModels;

/// <summary>Writes the parts that every stage with calls adds to its fingerprint.</summary>
internal static class CallDescription
{
    public static void Write(FingerprintWriter writer, LanguageModelCalls calls, string? model, CallParameters parameters, RepairOptions? repair)
    {
        calls.Describe(writer, model);
        writer.AddScope("Parameters", parameters.Describe);
        if (repair is not null) writer.AddScope("Repair", repair.Describe);
    }
}
