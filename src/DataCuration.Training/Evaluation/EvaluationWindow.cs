namespace DataCuration.Training;

/// <summary>
/// One model input: up to one context of a document's tokens, with the start token before the document's first one. The logits after input <c>i</c> predict
/// target <c>i</c>. Targets before <see cref="FirstScored"/> were scored in the previous window and only give context.
/// </summary>
public sealed record EvaluationWindow
{
    /// <summary>The index of the document in the set.</summary>
    public required int Document { get; init; }

    /// <summary>The tokens that the model reads.</summary>
    public required ReadOnlyMemory<int> Inputs { get; init; }

    /// <summary>The tokens to predict, one for each input.</summary>
    public required ReadOnlyMemory<int> Targets { get; init; }

    /// <summary>The index of the first target that is scored.</summary>
    public required int FirstScored { get; init; }
}
