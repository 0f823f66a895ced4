namespace DataCuration.Synthesis;

/// <summary>Writes a shard's entries, and with a role also its documents as JSON lines, one for each entry.</summary>
/// <param name="output">The shard's output.</param>
/// <param name="role">The role of the documents; null to write entries only.</param>
internal sealed class MixLineWriter(ShardOutput output, string? role)
{
    private readonly PartitionWriter entries = new(output, MixEntry.RecordName, 1, MixEntry.Size) { BufferBytes = 1 << 20 };
    private readonly IShardWriter? lines = role is null ? null : new JsonlSink().Open(output);
    private readonly Document[] one = new Document[1];

    /// <summary>Writes a document.</summary>
    public ValueTask WriteAsync(Document document, in MixEntry entry, CancellationToken cancellationToken)
    {
        entries.WriteTo(0, entry);
        if (lines is null) return ValueTask.CompletedTask;
        one[0] = document.With(ReplayMix.Role, role!);
        return lines.WriteAsync(one, cancellationToken);
    }

    /// <summary>Writes the end of the files.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        entries.Complete();
        return lines?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;
    }
}
