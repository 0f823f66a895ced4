namespace DataCuration;

/// <summary>The result of a fit: something learnt from a whole corpus that stages and later fits use.</summary>
public interface IArtifact
{
    /// <summary>A hash of its content: what a stage that uses it describes itself by.</summary>
    string Fingerprint { get; }
}
