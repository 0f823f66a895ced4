namespace DataCuration.Selection;

/// <summary>Losses of several models on the documents of a corpus: from a file (<see cref="LossFile"/>), or from models that are run (<see cref="LossFit"/>).</summary>
public interface ILossSource
{
    /// <summary>The models, in the order of <see cref="DocumentLosses.Losses"/>.</summary>
    IReadOnlyList<LossModel> Models { get; }

    /// <summary>Writes what identifies the losses: a content hash, or the models and how they were run.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Reads the losses. An id that is there more than once must have the same losses each time.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The losses are damaged; the message says where.</exception>
    IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken);
}
