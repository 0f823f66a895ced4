using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>The annotations that the ProX stages add to documents.</summary>
public static class ProXAnnotations
{
    /// <summary>
    /// The document stage's decision: <c>keep</c>, <c>unknown</c>, or <c>drop</c> if <see cref="ProXDocumentRefiner.DropsDocuments"/> is off.
    /// </summary>
    public static AnnotationKey<string> DocumentDecision { get; } = new("prox_document");

    /// <summary>True if the document stage saw only the start of the document. Other documents lack the annotation.</summary>
    public static AnnotationKey<bool> DocumentCut { get; } = new("prox_document_cut");

    /// <summary>The program of the chunk stage: the answers for all chunks, one after another. Control characters are escaped.</summary>
    public static AnnotationKey<string> Program { get; } = new("prox_program");

    /// <summary>The program's outcome: <c>unchanged</c>, <c>edited</c> or <c>reverted</c> (<see cref="ProXOutcome"/>).</summary>
    public static AnnotationKey<string> Outcome { get; } = new("prox_outcome");

    /// <summary>The reason why edits were not made (<see cref="ProXReason"/>), in snake_case. Documents without a reason lack the annotation.</summary>
    public static AnnotationKey<string> Reason { get; } = new("prox_reason");

    /// <summary>
    /// The result of each call of the program in its order, as a JSON array of <see cref="ProXCallStatus"/> in snake_case; for errors, the
    /// <see cref="ProXErrorCode"/>.
    /// </summary>
    public static AnnotationKey<string> Calls { get; } = new("prox_calls");

    /// <summary>The number of words that were removed.</summary>
    public static AnnotationKey<long> WordsRemoved { get; } = new("prox_words_removed");

    /// <summary>The number of errors in the program.</summary>
    public static AnnotationKey<int> Errors { get; } = new("prox_errors");

    /// <summary>The text before the edits (<see cref="ProXChunkRefiner.KeepsOriginal"/>).</summary>
    public static AnnotationKey<string> Original { get; } = new("prox_original");

    /// <summary>Returns the name of an enumeration's value in snake_case.</summary>
    internal static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Returns the document stage's decision about a document, or unknown if there was no such stage.</summary>
    internal static ProXDocumentDecision DecisionOf(Document document) => !document.TryGet(DocumentDecision, out string? name) ? ProXDocumentDecision.Unknown
        : name == NameOf(ProXDocumentDecision.Drop) ? ProXDocumentDecision.Drop
        : name == NameOf(ProXDocumentDecision.Keep) ? ProXDocumentDecision.Keep
        : ProXDocumentDecision.Unknown;

    /// <summary>Returns true if the calls of a program (<see cref="Calls"/>) include one that was read.</summary>
    internal static bool HasCall(string calls)
    {
        using JsonDocument list = JsonDocument.Parse(calls);
        return list.RootElement.EnumerateArray().Any(call => call.GetString() is { } name
            && (name == NameOf(ProXCallStatus.Done) || name == NameOf(ProXCallStatus.NoEffect) || name == NameOf(ProXCallStatus.SourceAbsent)));
    }

    internal static string CallsOf(ProXResult result) =>
        $"[{string.Join(',', result.Calls.Select(call => $"\"{(call.Status == ProXCallStatus.Error ? NameOf(call.Error) : NameOf(call.Status))}\""))}]";
}
