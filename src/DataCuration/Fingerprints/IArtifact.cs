namespace DataCuration;

/// <summary>
/// Something that a recipe uses and that changes its result: a fitted model, a keep list, an index. A fingerprint of its content identifies it, so that work
/// that used other content is not taken for finished. Stages and fits describe it by <see cref="FingerprintWriter.Add(string, IArtifact)"/>.
/// </summary>
public interface IArtifact
{
    /// <summary>The fingerprint: a hash of the content, the same for the same content in any place.</summary>
    string Fingerprint { get; }
}
