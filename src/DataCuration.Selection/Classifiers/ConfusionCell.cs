namespace DataCuration.Selection;

/// <summary>A cell of a confusion matrix.</summary>
/// <param name="Truth">The true class.</param>
/// <param name="Predicted">The predicted class; empty if the classifier predicted nothing.</param>
/// <param name="Count">The number of examples.</param>
public sealed record ConfusionCell(string Truth, string Predicted, long Count);
