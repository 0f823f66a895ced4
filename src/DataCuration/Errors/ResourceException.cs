namespace DataCuration;

/// <summary>A thing that a whole run shares could not be made: a matter of configuration, which fails the shard and is never a document's fault.</summary>
internal sealed class ResourceException(string message, Exception inner) : CurationException(message, inner);
