using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// Writes instructions and answers as JSON Lines for trainers: of each document with <see cref="InstructionAnnotations.Instruction"/> and
/// <see cref="InstructionAnnotations.Answer"/>, the first as the user's message and the second as the assistant's. Other documents are left out. Files are
/// named <c>part-00003.jsonl</c>.
/// </summary>
/// <remarks>The lines hold the messages only, as trainers expect. Write the documents too, which hold the provenance.</remarks>
/// <param name="format">The format, the same as for pairs of refining models. Default: messages, which most trainers read.</param>
public sealed class InstructionPairSink(ProXPairFormat format = ProXPairFormat.Messages) : IDocumentSink
{
    /// <summary>The system message; empty for no message. Default: empty.</summary>
    public string SystemMessage { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("sink", "instruction-pairs/1");
        writer.Add("format", format.ToString());
        writer.Add(nameof(SystemMessage), SystemMessage);
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new Writer(output, format, SystemMessage);
    }

    private sealed class Writer(ShardOutput output, ProXPairFormat format, string system) : IShardWriter
    {
        private ProXPairWriter? pairs;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                if (!document.TryGet(InstructionAnnotations.Instruction, out string? instruction) || instruction is null
                    || !document.TryGet(InstructionAnnotations.Answer, out string? answer) || answer is null) continue;
                pairs ??= new ProXPairWriter(output.CreateFile(output.Name + ".jsonl"), format);
                pairs.Write(new ProXTrainingPair(system, instruction, answer));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
