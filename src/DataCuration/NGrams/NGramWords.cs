using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>The first pass of the training: the words of the corpus and their numbers of occurrences, then the vocabulary.</summary>
internal sealed class NGramWords(NGramTokens tokens, int minCount, int partitions, long sortMemoryBytes) : IDocumentSink
{
    private const string RecordName = "words";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "ngram-words/1");
        tokens.Describe(writer);
        writer.Add("partitions", partitions);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(tokens, new PartitionWriter(output, RecordName, partitions));

    /// <summary>Adds up the counts of a partition's words and keeps the frequent ones. Memory: the partition's words.</summary>
    public Func<ShardOutput, CancellationToken, Task> Reduce(PhaseFiles counted) => (output, token) =>
    {
        var counter = new NGramWordCounter();
        using (PartitionReader reader = new Partitions(counted, RecordName).Read(output.Index))
            for (int i = 0; reader.Read(); i++)
            {
                if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
                counter.Add(reader.Record[sizeof(long)..], BinaryPrimitives.ReadInt64LittleEndian(reader.Record));
            }
        var writer = new PartitionWriter(output, RecordName, 1);
        var record = new byte[NGramTokens.MaxWordBytes + sizeof(long)];
        counter.List((word, count) =>
        {
            if (count < minCount) return;
            word.CopyTo(record);
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(word.Length), count);
            writer.WriteTo(0, record.AsSpan(0, word.Length + sizeof(long)));
        });
        writer.Complete();
        return Task.CompletedTask;
    };

    /// <summary>Sorts the words and writes the vocabulary.</summary>
    public Func<ShardOutput, CancellationToken, Task> Finish(PhaseFiles joined) => (output, token) =>
    {
        int count = Sort(joined, output, token, out Action<NGramWordCounter.ReceiveCount> list);
        NGramWordFile.Write(output, count, receive => list((word, _) => receive(word)));
        return Task.CompletedTask;
    };

    /// <summary>Sorts the words and writes them with their counts.</summary>
    public Func<ShardOutput, CancellationToken, Task> FinishCounts(PhaseFiles joined) => (output, token) =>
    {
        int count = Sort(joined, output, token, out Action<NGramWordCounter.ReceiveCount> list);
        WordCounts.Write(output, tokens, count, list);
        return Task.CompletedTask;
    };

    private int Sort(PhaseFiles joined, ShardOutput output, CancellationToken token, out Action<NGramWordCounter.ReceiveCount> list)
    {
        var records = new Partitions(joined, RecordName);
        var sort = new ExternalSort(output.CreateScratchFolder(), new WordOrder())
        {
            MemoryBytes = sortMemoryBytes,
            Warn = message => output.Warn(message, "sort"),
        };
        long count = records.GetRecordCount(0);
        if (count > int.MaxValue - NGramVocabulary.SpecialWords)
            throw new CurationException($"The corpus has {count} different words; {int.MaxValue - 3} are possible. Set a higher minimum count.");
        list = receive =>
        {
            using RecordReader sorted = sort.Sort(() => records.Read(0), token);
            while (sorted.Read())
            {
                ReadOnlySpan<byte> record = sorted.Record;
                receive(record[..^sizeof(long)], BinaryPrimitives.ReadInt64LittleEndian(record[^sizeof(long)..]));
            }
        };
        return (int)count;
    }

    /// <summary>Orders records by their bytes without the count at their end.</summary>
    private sealed class WordOrder : RecordOrder
    {
        public override ulong Prefix(ReadOnlySpan<byte> record)
        {
            ReadOnlySpan<byte> word = record[..^sizeof(long)];
            if (word.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(word);
            ulong prefix = 0;
            for (int i = 0; i < word.Length; i++) prefix |= (ulong)word[i] << (56 - (8 * i));
            return prefix;
        }

        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left[..^sizeof(long)].SequenceCompareTo(right[..^sizeof(long)]);
    }

    private sealed class Writer(NGramTokens tokens, PartitionWriter records) : IShardWriter
    {
        private readonly NGramSentences sentences = new(tokens);
        private readonly NGramWordCounter counter = new();

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sentences.Start(document.Utf8Text);
                while (sentences.Read())
                    for (int i = 0; i < sentences.Count; i++)
                    {
                        ReadOnlySpan<byte> word = sentences[i];
                        if (word.Length is > 0 and <= NGramTokens.MaxWordBytes && !NGramVocabulary.IsSpecial(word)) counter.Add(word, 1);
                    }
                if (counter.IsLarge) Flush();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            Flush();
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Flush()
        {
            var record = new byte[sizeof(long) + NGramTokens.MaxWordBytes];
            counter.List((word, count) =>
            {
                BinaryPrimitives.WriteInt64LittleEndian(record, count);
                word.CopyTo(record.AsSpan(sizeof(long)));
                records.Write(XxHash3.HashToUInt64(word), record.AsSpan(0, sizeof(long) + word.Length));
            });
            counter.Clear();
        }
    }
}
