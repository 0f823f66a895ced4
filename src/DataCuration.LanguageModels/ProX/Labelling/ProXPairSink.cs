namespace DataCuration.LanguageModels;

/// <summary>
/// Writes training pairs as JSON Lines: of each document with <see cref="ProXDocumentLabeler.Label"/>, the text (or <see cref="ProXDocumentLabeler.Input"/>)
/// as the input and the label as the output.
/// <see cref="ProXChunkLabeler"/> and <see cref="ProXDocumentLabeler"/> write such documents; documents without the label are left out. Files are named
/// <c>part-00003.jsonl</c>.
/// </summary>
/// <param name="format">The format. Default: messages, which most trainers read.</param>
public sealed class ProXPairSink(ProXPairFormat format = ProXPairFormat.Messages) : IDocumentSink
{
    /// <summary>The system message. Default: that of the published refiners.</summary>
    public string SystemMessage { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXTemplate.Server.SystemMessage;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("sink", "prox-pairs/1");
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
                if (!document.TryGet(ProXDocumentLabeler.Label, out string? label)) continue;
                pairs ??= new ProXPairWriter(output.CreateFile(output.Name + ".jsonl"), format);
                string input = document.TryGet(ProXDocumentLabeler.Input, out string? shown) ? shown! : document.Text;
                pairs.Write(new ProXTrainingPair(system, input, label!));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
