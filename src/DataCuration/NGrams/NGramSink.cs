namespace DataCuration;

/// <summary>
/// The second pass of the training: writes, for each word and each end of a sentence, the n-gram that ends in it, last word first. At the start of a sentence
/// it is shorter and ends in <c>&lt;s&gt;</c>. All lower orders follow from these records.
/// </summary>
internal sealed class NGramSink(NGramTokens tokens, int order, int partitions, NGramWordFile vocabulary) : IDocumentSink
{
    public const string RecordName = "tails";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "ngram-tails/1");
        writer.Add("order", order);
        writer.Add("partitions", partitions);
        writer.Add("vocabulary", vocabulary.Fingerprint);
        tokens.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) =>
        new Writer(tokens, order, vocabulary.Words, new PartitionWriter(output, RecordName, partitions, order * NGramRecords.WordBytes));

    private sealed class Writer(NGramTokens tokens, int order, NGramVocabulary words, PartitionWriter records) : IShardWriter
    {
        private readonly NGramSentences sentences = new(tokens);
        private readonly byte[] record = new byte[order * NGramRecords.WordBytes];
        private readonly List<int> ids = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sentences.Start(document.Utf8Text);
                while (sentences.Read()) WriteSentence();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void WriteSentence()
        {
            ids.Clear();
            ids.Add(NGramVocabulary.SentenceStart);
            for (int i = 0; i < sentences.Count; i++)
            {
                ReadOnlySpan<byte> word = sentences[i];
                if (word.IsEmpty || NGramVocabulary.IsSpecial(word)) continue;
                ids.Add(word.Length > NGramTokens.MaxWordBytes ? NGramVocabulary.Unknown : words.Find(word));
            }
            ids.Add(NGramVocabulary.SentenceEnd);
            for (int end = 1; end < ids.Count; end++)
            {
                Array.Clear(record);
                for (int i = 0; i < order && i <= end; i++) NGramRecords.Put(record, i, ids[end - i]);
                records.Write(NGramRecords.TailHash(ids[end], order == 1 ? 0 : ids[end - 1]), record);
            }
        }
    }
}
