namespace DataCuration.LanguageModels;

/// <summary>The tasks of ProX's calls, by which usage is reported.</summary>
internal static class ProXTasks
{
    public const string Document = "prox_document";
    public const string Chunk = "prox_chunk";
}
