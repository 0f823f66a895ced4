namespace DataCuration.Training;

/// <summary>
/// One input to the model: up to a context of a document's tokens, the start token before its first one. The logits after input <c>i</c> predict target <c>i</c>; targets before <see cref="FirstScored"/>
/// were scored by the window before and are context only.
/// </summary>
/// <param name="Document">The document's number in the set.</param>
/// <param name="Inputs">What the model reads.</param>
/// <param name="Targets">What it should predict; as many as inputs.</param>
/// <param name="FirstScored">The first target that counts.</param>
public sealed record EvaluationWindow(int Document, ReadOnlyMemory<int> Inputs, ReadOnlyMemory<int> Targets, int FirstScored);
