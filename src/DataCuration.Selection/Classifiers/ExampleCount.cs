namespace DataCuration.Selection;

/// <summary>How many examples of a label and a source a classifier was made with.</summary>
/// <param name="Label">The label.</param>
/// <param name="Source">The source; empty where documents name none.</param>
/// <param name="Available">Examples in the corpus.</param>
/// <param name="Train">Examples that were trained on.</param>
/// <param name="Test">Examples that the model was judged by.</param>
public sealed record ExampleCount(string Label, string Source, long Available, long Train, long Test);
