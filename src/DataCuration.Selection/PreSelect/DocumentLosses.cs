using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>The losses of several models on one document.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Losses">
/// Each model's total loss in nats, Σ −ln p over the document's tokens, in the order of <see cref="ILossSource.Models"/>; NaN if it is unknown.
/// </param>
public sealed record DocumentLosses(string Id, ImmutableArray<double> Losses);
