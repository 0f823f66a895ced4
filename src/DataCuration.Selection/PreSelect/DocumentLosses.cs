using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>What several models make of one document.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Losses">Each model's total loss in nats, Σ −ln p over the document's tokens, in the order of <see cref="ILossSource.Models"/>; NaN where it is not known.</param>
public sealed record DocumentLosses(string Id, ImmutableArray<double> Losses);
