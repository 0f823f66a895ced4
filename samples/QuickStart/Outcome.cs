using DataCuration.Training;

namespace QuickStart;

/// <summary>The result of training a model on a selection.</summary>
/// <param name="Selection">The selection.</param>
/// <param name="Training">The training.</param>
internal sealed record Outcome(Selection Selection, ExperimentRun Training)
{
    /// <summary>The selection's tokens.</summary>
    public long Tokens => Training.SelectionTokens;

    /// <summary>The model's evaluation on the held-out texts.</summary>
    public EvaluationResult Evaluation => Training.Evaluations[EvaluationSets.SingleName];

    /// <summary>Returns the evaluation on some documents only.</summary>
    /// <param name="ids">Their ids.</param>
    public EvaluationResult? On(IReadOnlySet<string> ids)
    {
        DocumentEvaluation[] documents = [.. Evaluation.Documents.Where(document => ids.Contains(document.Id))];
        return documents.Length == 0 ? null : new EvaluationResult(documents);
    }
}
