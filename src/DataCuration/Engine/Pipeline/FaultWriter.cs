using System.Text;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes a shard's quarantine, one JSON object per fault, and enforces the fault policy.</summary>
internal sealed class FaultWriter(FaultPolicy policy, string phase, ShardOutput output, TaskWarnings warnings)
{
    private readonly PriorityQueue<PendingFault, (long Record, int Child, string Id)> pending = new(RecordPlace.Order);
    private Stream? stream;

    public long Count { get; private set; }

    /// <summary>The number of faults that are not written yet.</summary>
    public int Pending => pending.Count;

    /// <summary>The bytes of their texts.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>Adds the fault of a record.</summary>
    /// <returns>The fault with its place, for people.</returns>
    /// <exception cref="ShardFailedException">The policy allows no faults.</exception>
    public string Add(long record, RecordFault fault)
    {
        string message = $"{fault.Source}, offset {fault.Offset}: {fault.Reason}: {fault.Message}";
        if (policy.IsFail) throw new ShardFailedException($"Phase '{phase}', shard {output.Index}: {message}") { Shard = output.Index };
        Add(new(record, 0, "", fault.Raw.Length, message, fault.Reason, json =>
        {
            json.WriteString("kind", "record");
            json.WriteString("source", fault.Source);
            json.WriteNumber("offset", fault.Offset);
            json.WriteNumber("length", fault.Length);
            json.WriteString("reason", fault.Reason);
            json.WriteString("message", fault.Message);
            ReadOnlySpan<byte> raw = fault.Raw.Span;
            if (raw.Length > RecordFault.MaxRawBytes) raw = raw[..RecordFault.MaxRawBytes];
            // A damaged record need not be text: what is not valid UTF-8 is kept as base64.
            if (System.Text.Unicode.Utf8.IsValid(raw)) json.WriteString("raw", raw);
            else json.WriteBase64String("raw_base64", raw);
        }));
        return FormattableString.Invariant($"record {record + 1} of the shard, {message}");
    }

    /// <summary>Adds the fault of a document.</summary>
    /// <returns>The fault with its place, for people.</returns>
    /// <exception cref="ShardFailedException">The policy allows no faults.</exception>
    public string Add(Document document, string stage, Exception exception)
    {
        string message = $"document '{document.Id}' ({document.Origin.Source ?? "memory"}, offset {document.Origin.Offset}): stage {stage}: "
            + $"{exception.GetType().Name}: {exception.Message}";
        if (policy.IsFail) throw new ShardFailedException($"Phase '{phase}', shard {output.Index}: {message}", exception) { Shard = output.Index };
        // Not the document itself: a raw page or a record's other fields must not wait in memory with it.
        (DocumentOrigin origin, string id, ReadOnlyMemory<byte> text) = (document.Origin, document.Id, document.Utf8Text);
        long bytes = Math.Max(text.Length, document.Record.Length); // the text may be a part of the record's memory
        Add(new(origin.Record, origin.Child, id, bytes, message, $"stage {stage}: {exception.GetType().Name}", json =>
        {
            json.WriteString("kind", "document");
            json.WriteString("source", origin.Source);
            json.WriteNumber("offset", origin.Offset);
            json.WriteString("stage", stage);
            json.WriteString("error", exception.GetType().FullName);
            json.WriteString("message", exception.Message);
            json.WriteString("id", id);
            json.WriteString("text", text.Span);
        }));
        return message;
    }

    /// <summary>The exception for a shard whose faults exceed the policy's ratio.</summary>
    public FaultRatioException Exceeded(FaultExcess excess) => new(FormattableString.Invariant(
        $"Phase '{phase}', shard {output.Index}: {excess.Faults} faults in {excess.Documents} documents are more than the {policy.MaxRatio:P2} that the ")
            + $"fault policy allows: {excess.Describe()} Mend their cause, or allow more with FaultPolicy.Quarantine.");

    /// <summary>Writes the faults of finished records in the order of the records, so that neither batches nor windows show in the output.</summary>
    /// <param name="done">All records before this one are finished.</param>
    public void Flush(long done)
    {
        while (pending.TryPeek(out PendingFault? fault, out (long Record, int Child, string Id) place) && place.Record < done)
        {
            pending.Dequeue();
            PendingBytes -= fault.Bytes;
            stream ??= output.CreateFile(PhaseFolder.QuarantineName(output.Index));
            using (var json = new Utf8JsonWriter(stream,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                fault.WriteFields(json);
                json.WriteEndObject();
            }
            stream.Write("\n"u8);
        }
    }

    private void Add(PendingFault fault)
    {
        Count++;
        warnings.Add($"fault: {fault.Message}", $"fault: {fault.Kind}");
        pending.Enqueue(fault, (fault.Record, fault.Child, fault.Id));
        PendingBytes += fault.Bytes;
    }

    private sealed record PendingFault(long Record, int Child, string Id, long Bytes, string Message, string Kind, Action<Utf8JsonWriter> WriteFields);
}
