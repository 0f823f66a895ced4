namespace EntiGraphMix;

/// <summary>
/// Answers that lie beside the program, as a ledger. They were recorded from the conformance program's <c>serve-entigraph</c>, a stand-in with simple rules,
/// and show how a run works, not how good a model's texts are. README.md in their folder tells how to record them again.
/// </summary>
internal static class RecordedAnswers
{
    /// <summary>The model's name in the recorded calls.</summary>
    public const string Model = "recorded";

    /// <summary>An address where nothing listens: all calls are answered by the ledger.</summary>
    public static Uri NoServer { get; } = new("http://127.0.0.1:9/v1/");

    /// <summary>Copies the ledger, since a run writes to its own.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "recorded"), "*.ledger"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
