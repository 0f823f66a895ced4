namespace DataCuration.Selection;

/// <summary>
/// Losses of several models on the documents of a corpus, from a file (<see cref="LossFile"/>) or computed by models (<see cref="LossFit"/>).
/// </summary>
public interface ILossSource
{
    /// <summary>The models, in the order of <see cref="DocumentLosses.Losses"/>.</summary>
    IReadOnlyList<LossModel> Models { get; }

    /// <summary>Writes the identity of the losses: a content hash, or the models and their settings.</summary>
    /// <param name="writer">The writer that receives the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Reads the losses. If an id occurs more than once, its losses must be the same each time.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The losses are damaged; the message names the place.</exception>
    IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken);
}
