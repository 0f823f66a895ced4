using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The second pass of the training: writes the ids of the words, and the end of a sentence after each. All n-grams follow from them.
/// </summary>
internal sealed class NGramSink(NGramTokens tokens, NGramWordFile vocabulary) : IDocumentSink
{
    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "ngram-ids/1");
        writer.Add("vocabulary", vocabulary.Fingerprint);
        tokens.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(tokens, vocabulary.Words, output);

    private sealed class Writer(NGramTokens tokens, NGramVocabulary words, ShardOutput output) : IShardWriter
    {
        private readonly NGramSentences sentences = new(tokens);
        private readonly NGramWordCache cache = new(words);
        private readonly int[] ids = new int[1 << 14];
        private Stream? file;
        private int used;

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
            Flush();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void WriteSentence()
        {
            for (int i = 0; i < sentences.Count; i++)
            {
                ReadOnlySpan<byte> word = sentences[i];
                if (word.IsEmpty || NGramVocabulary.IsSpecial(word)) continue;
                Put(word.Length > NGramTokens.MaxWordBytes ? NGramVocabulary.Unknown : cache.Find(word));
            }
            Put(NGramVocabulary.SentenceEnd);
        }

        private void Put(int id)
        {
            if (used == ids.Length) Flush();
            ids[used++] = id;
        }

        private void Flush()
        {
            if (used == 0) return;
            file ??= output.CreateFile(NGramIds.FileName(output.Index));
            file.Write(MemoryMarshal.AsBytes(ids.AsSpan(0, used)));
            used = 0;
        }
    }
}
