namespace DataCuration.FastText;

/// <summary>What tuning found.</summary>
/// <param name="Model">The best model.</param>
/// <param name="Best">The trial that it comes from; the first of equally good ones.</param>
/// <param name="Trials">All trials in their order.</param>
public sealed record FastTextAutotuneResult(FastTextModel Model, FastTextTrial Best, IReadOnlyList<FastTextTrial> Trials);
