using DataCuration;
using DataCuration.Training;

namespace QuickStart;

/// <summary>What a method's selection is like, and how well the model that was trained on it does.</summary>
/// <param name="Method">The method.</param>
/// <param name="Seed">The seed of selection and training.</param>
/// <param name="Documents">Selected documents.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="KullbackLeibler">The selection's n-gram distribution against the target's.</param>
/// <param name="Overlap">For each evaluation document, the share of its bytes that stand word for word (50 bytes or more) in the selection.</param>
/// <param name="OverlapBytes">The share of all evaluation bytes that do.</param>
/// <param name="Sources">Selected documents by the control field.</param>
/// <param name="Training">The training.</param>
internal sealed record Outcome(
    Method Method, ulong Seed, long Documents, long Tokens, KullbackLeiblerReport KullbackLeibler, IReadOnlyDictionary<string, double> Overlap, double OverlapBytes,
    IReadOnlyDictionary<string, long> Sources, TrainingReport Training)
{
    /// <summary>The model's evaluation on the held-out texts.</summary>
    public EvaluationResult Evaluation => Training.FinalEvaluation!;

    /// <summary>The evaluation of the documents with little overlap with any of the compared selections.</summary>
    /// <param name="ids">Their ids.</param>
    public EvaluationResult? On(IReadOnlySet<string> ids)
    {
        DocumentEvaluation[] documents = [.. Evaluation.Documents.Where(document => ids.Contains(document.Id))];
        return documents.Length == 0 ? null : new EvaluationResult(documents);
    }
}
