namespace DataCuration.Models;

/// <summary>The models that a merge read, and the size of its result. It is also in the file <c>merge.json</c> beside the merged model.</summary>
public sealed record MergeReport
{
    /// <summary>The base.</summary>
    public required MergedModel Base { get; init; }

    /// <summary>The models, in the order that they were given in.</summary>
    public required IReadOnlyList<MergedModel> Models { get; init; }

    /// <summary>The number of tensors.</summary>
    public required int Tensors { get; init; }

    /// <summary>The number of elements.</summary>
    public required long Elements { get; init; }

    /// <summary>Identifies the merge: the hash of the method, the number format, and of all hashes and weights in order.</summary>
    public required string Fingerprint { get; init; }
}
