using System.Collections.Immutable;

namespace DataCuration;

/// <summary>The parts that a hash in a recipe stands for, so that a mismatch can be named in the user's words.</summary>
/// <param name="Name">The fit or the kind of thing: <c>dsir-selection</c>, <c>input files</c>.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Origins">For parts that are hashes themselves: what they stand for, by the part's index.</param>
internal sealed record ArtifactOrigin(string Name, ImmutableArray<FingerprintPart> Parts, ImmutableSortedDictionary<int, ArtifactOrigin> Origins)
{
    /// <summary>The name of the origin of a source's key. Its parts are those of the source's shards.</summary>
    public const string InputFiles = "input files";

    /// <summary>The most parts of input files that are written down for each source. Outputs of a run have a manifest for every shard besides.</summary>
    public const int MaxFiles = 256;

    /// <summary>The name of the part that gives the number of shards, if there are more than are written down.</summary>
    public const string CutName = "shards";

    public static ArtifactOrigin Create(string name, FingerprintWriter writer) => new(name, [.. writer.Parts], writer.Origins.ToImmutableSortedDictionary());
}
