namespace DataCuration.Selection;

/// <summary>A model that can be run, and its benchmark.</summary>
/// <param name="Model">The model's name, unique among the compared models, and its benchmark.</param>
/// <param name="Scorer">The scorer that runs the model.</param>
public sealed record ScoredModel(LossModel Model, ITextLossScorer Scorer);
