using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>Judges the library on one kind of file of golden values, which were made by running a peer's own code.</summary>
/// <param name="kind">The file's name without folder and endings, such as <c>datatrove_minhash</c>.</param>
public abstract class VectorJudge(string kind)
{
    /// <summary>The file's name without folder and endings.</summary>
    public string Kind { get; } = kind;

    /// <summary>Judges all cases of a file.</summary>
    /// <param name="root">The file's content.</param>
    /// <param name="folder">Opens the other files of the folder, such as <c>documents</c>.</param>
    /// <param name="tally">Receives the outcome of each case.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public abstract void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken);
}
