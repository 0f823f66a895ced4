namespace DataCuration.Selection;

/// <summary>A model that can be run, and how good it is.</summary>
/// <param name="Model">Its name, unique among the models it is compared with, and its benchmark.</param>
/// <param name="Scorer">The model.</param>
public sealed record ScoredModel(LossModel Model, ITextLossScorer Scorer);
