namespace DataCuration;

/// <summary>Thrown if a resource that a run shares cannot be created. It fails the shard and is never a document's fault.</summary>
internal sealed class ResourceException(string message, Exception inner) : CurationException(message, inner);
