namespace DataCuration.FastText;

/// <summary>The result of tuning.</summary>
/// <param name="Model">The best model.</param>
/// <param name="Best">The trial of the best model; the first one if several have the same score.</param>
/// <param name="Trials">All trials, in the order in which they ran.</param>
public sealed record FastTextAutotuneResult(FastTextModel Model, FastTextTrial Best, IReadOnlyList<FastTextTrial> Trials);
