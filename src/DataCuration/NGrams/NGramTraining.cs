using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The steps of the training after the n-grams are written: adjusted counts (by the last words), discounts, probabilities before interpolation (by context),
/// interpolation (by the last words), and the tables (by hash).
/// </summary>
internal sealed class NGramTraining(NGramModelFit fit, CurationRun run, NGramWordFile vocabulary)
{
    private const string TailName = "tails", CountedName = "counted", UnigramName = "unigrams", StatisticsName = ".statistics", DiscountedName = "discounted",
        BackoffName = "backoffs", EntryName = "entries";

    private int Order => fit.Order;

    /// <summary>The bytes of an n-gram's ids.</summary>
    private int IdBytes => Order * NGramRecords.WordBytes;

    /// <summary>The bytes of a record in the order of contexts: the order, the ids from the first word on, the adjusted count (negative if pruned).</summary>
    private int CountedBytes => 1 + IdBytes + sizeof(long);

    /// <summary>The bytes of a record in the order of last words: the ids from the last word on, a kind, and two numbers.</summary>
    private int DiscountedBytes => IdBytes + 1 + (2 * sizeof(double));

    /// <summary>The bytes of a record in the order of hashes: the order, the hash, two 32-bit numbers, and the ids from the first word on.</summary>
    private int EntryBytes => 1 + sizeof(ulong) + (2 * sizeof(float)) + IdBytes;

    /// <summary>
    /// Writes, for each word and each end of a sentence of a shard, the n-gram that ends in it, last word first. At the start of a sentence it is shorter and
    /// ends in <c>&lt;s&gt;</c>. All lower orders follow from these records.
    /// </summary>
    public Func<ShardOutput, CancellationToken, Task> WriteTails(PhaseFiles ids) => (output, token) =>
    {
        var tails = new PartitionWriter(output, TailName, fit.Partitions, IdBytes);
        var record = new byte[IdBytes];
        var last = new int[Order + 1]; // the last word first
        int length = 1;
        last[0] = NGramVocabulary.SentenceStart;
        NGramIds.Read(ids, output.Index, piece =>
        {
            foreach (int id in piece)
            {
                if (length < last.Length) length++;
                Array.Copy(last, 0, last, 1, length - 1);
                last[0] = id;
                int count = Math.Min(length, Order);
                record.AsSpan().Clear();
                for (int i = 0; i < count; i++) NGramRecords.Put(record, i, last[i]);
                tails.Write(NGramRecords.TailHash(id, Order == 1 ? 0 : last[1]), record);
                if (id != NGramVocabulary.SentenceEnd) continue;
                last[0] = NGramVocabulary.SentenceStart;
                length = 1;
            }
        }, token);
        tails.Complete();
        return Task.CompletedTask;
    };

    /// <summary>Counts equal n-grams of a partition, and derives the counts of lower orders.</summary>
    public Func<ShardOutput, CancellationToken, Task> AdjustCounts(PhaseFiles tails) => (output, token) =>
    {
        var records = new Partitions(tails, TailName);
        using RecordReader sorted = NewSort(output, OrderOf(0, IdBytes), IdBytes).Sort(() => records.Read(output.Index), token);
        var counted = new PartitionWriter(output, CountedName, fit.Partitions, CountedBytes);
        var unigrams = new PartitionWriter(output, UnigramName, 1, sizeof(int) + sizeof(long)) { BufferBytes = 1 << 20 };
        var statistics = new NGramStatistics(Order);
        var record = new byte[CountedBytes];
        var unigram = new byte[sizeof(int) + sizeof(long)];
        var counter = new NGramAdjustedCounter(Order, (ids, adjusted, occurrences) =>
        {
            if (ids.Length == 1)
            {
                MemoryMarshal.Write(unigram, ids[0]);
                MemoryMarshal.Write(unigram.AsSpan(sizeof(int)), adjusted);
                unigrams.WriteTo(0, unigram);
                return;
            }
            bool isPruned = occurrences <= fit.ThresholdOf(ids.Length);
            statistics.Add(ids.Length, adjusted, isPruned);
            record.AsSpan().Clear();
            record[0] = (byte)ids.Length;
            // Reversed ids come, and contexts are read from their first word.
            for (int i = 0; i < ids.Length; i++) NGramRecords.Put(record.AsSpan(1), i, ids[ids.Length - 1 - i]);
            MemoryMarshal.Write(record.AsSpan(1 + IdBytes), isPruned ? -adjusted : adjusted);
            counted.Write(ContextHash(record), record);
        });
        for (long i = 0; sorted.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
            counter.Add(sorted.Record);
        }
        counter.Complete();
        counted.Complete();
        unigrams.Complete();
        statistics.Write(output.CreateFile(output.Name + StatisticsName));
        return Task.CompletedTask;
    };

    /// <summary>Computes the discounts of all orders and the probabilities of the unigrams.</summary>
    public Func<ShardOutput, CancellationToken, Task> EstimateUnigrams(PhaseFiles counts) => (output, token) =>
    {
        var statistics = new NGramStatistics(Order);
        for (int task = 0; task < counts.TaskCount; task++)
            if (counts.Find(task, StatisticsName) is { } path) statistics.Read(counts.Files, path);
        var adjusted = new long[vocabulary.Words.Count];
        using (PartitionReader reader = new Partitions(counts, UnigramName).Read(0))
            while (reader.Read())
            {
                ref long count = ref adjusted[MemoryMarshal.Read<int>(reader.Record)];
                count = checked(count + MemoryMarshal.Read<long>(reader.Record[sizeof(int)..]));
            }
        if (Array.TrueForAll(adjusted, static count => count == 0)) throw NGramParts.NoSentence();
        foreach (long count in adjusted)
            if (count > 0) statistics.Add(1, count, isPruned: false);
        NGramParts.Estimate(fit, adjusted, statistics, output).Write(output);
        return Task.CompletedTask;
    };

    /// <summary>Computes the discounted probabilities of a partition of contexts, and the backoff weights of the contexts.</summary>
    public Func<ShardOutput, CancellationToken, Task> Discount(PhaseFiles counts, PhaseFiles unigramFiles) => (output, token) =>
    {
        NGramUnigrams unigrams = Unigrams(unigramFiles);
        var records = new Partitions(counts, CountedName);
        using RecordReader sorted = NewSort(output, OrderOf(1, 1 + IdBytes), CountedBytes).Sort(() => records.Read(output.Index), token);
        var discounted = new PartitionWriter(output, DiscountedName, fit.Partitions, DiscountedBytes);
        var backoffs = new PartitionWriter(output, BackoffName, 1, sizeof(int) + sizeof(double)) { BufferBytes = 1 << 20 };
        var context = new NGramContext(Order, unigrams, (ids, kind, first, second) =>
        {
            Span<byte> record = stackalloc byte[(NGramModel.MaxOrder * NGramRecords.WordBytes) + 1 + (2 * sizeof(double))];
            record = record[..DiscountedBytes];
            if (ids.Length == 1)
            {
                record = record[..(sizeof(int) + sizeof(double))];
                MemoryMarshal.Write(record, ids[0]);
                MemoryMarshal.Write(record[sizeof(int)..], first);
                backoffs.WriteTo(0, record);
                return;
            }
            record.Clear();
            for (int i = 0; i < ids.Length; i++) NGramRecords.Put(record, i, ids[ids.Length - 1 - i]);
            record[IdBytes] = kind;
            MemoryMarshal.Write(record[(IdBytes + 1)..], first);
            MemoryMarshal.Write(record[(IdBytes + 1 + sizeof(double))..], second);
            discounted.Write(NGramRecords.TailHash(ids[^1], ids[^2]), record);
        });
        for (long i = 0; sorted.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
            context.Add(sorted.Record);
        }
        context.Complete();
        discounted.Complete();
        backoffs.Complete();
        return Task.CompletedTask;
    };

    /// <summary>Interpolates a partition's n-grams with those of lower orders, which are in the same partition.</summary>
    public Func<ShardOutput, CancellationToken, Task> Interpolate(PhaseFiles discounted, PhaseFiles unigramFiles) => (output, token) =>
    {
        NGramUnigrams unigrams = Unigrams(unigramFiles);
        var records = new Partitions(discounted, DiscountedName);
        using RecordReader sorted = NewSort(output, OrderOf(0, IdBytes + 1), DiscountedBytes).Sort(() => records.Read(output.Index), token);
        var entries = new PartitionWriter(output, EntryName, fit.Partitions, EntryBytes);
        var record = new byte[EntryBytes];
        var interpolation = new NGramInterpolation(Order, unigrams.Probabilities, (ids, probability, backoff) =>
        {
            record.AsSpan().Clear();
            record[0] = (byte)ids.Length;
            ulong hash = fit.HashSeed;
            foreach (int id in ids) hash = NGramKeys.Extend(hash, id); // ids from the last word on
            BinaryPrimitives.WriteUInt64BigEndian(record.AsSpan(1), hash);
            MemoryMarshal.Write(record.AsSpan(9), NGramParts.Log10(probability));
            MemoryMarshal.Write(record.AsSpan(13), NGramParts.Log10(backoff));
            for (int i = 0; i < ids.Length; i++) NGramRecords.Put(record.AsSpan(17), i, ids[ids.Length - 1 - i]);
            entries.Write(hash, record);
        });
        for (long i = 0; sorted.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
            interpolation.Add(sorted.Record);
        }
        interpolation.Complete();
        entries.Complete();
        return Task.CompletedTask;
    };

    /// <summary>Sorts a range of hashes and writes it in the form of the model's tables, two files for each order.</summary>
    public Func<ShardOutput, CancellationToken, Task> SortTables(PhaseFiles interpolated) => (output, token) =>
    {
        var records = new Partitions(interpolated, EntryName);
        using RecordReader sorted = NewSort(output, RecordOrder.BytesAt(0, 1 + sizeof(ulong)), EntryBytes).Sort(() => records.Read(output.Index), token);
        Stream? table = null, words = null;
        int order = 0;
        ulong last = 0;
        Span<byte> entry = stackalloc byte[16], ids = stackalloc byte[NGramModel.MaxOrder * sizeof(int)];
        for (long i = 0; sorted.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> record = sorted.Record;
            ulong hash = BinaryPrimitives.ReadUInt64BigEndian(record[1..]);
            if (record[0] != order)
            {
                order = record[0];
                table = output.CreateFile(TableName(output.Index, order));
                words = output.CreateFile(WordsName(output.Index, order));
            }
            else if (hash == last)
            {
                throw NGramParts.Collision(fit, order, hash);
            }
            last = hash;
            MemoryMarshal.Write(entry, hash);
            record.Slice(9, 8).CopyTo(entry[8..]);
            table!.Write(entry[..NGramLayout.EntryBytes(order, Order)]);
            for (int word = 0; word < order; word++) MemoryMarshal.Write(ids[(word * sizeof(int))..], NGramRecords.Get(record[17..], word));
            words!.Write(ids[..(order * sizeof(int))]);
        }
        return Task.CompletedTask;
    };

    /// <summary>Writes the model file.</summary>
    public Func<ShardOutput, CancellationToken, Task> WriteModel(PhaseFiles unigramFiles, PhaseFiles discounted, PhaseFiles tables) => (output, token) =>
    {
        NGramUnigrams unigrams = Unigrams(unigramFiles);
        NGramLayout layout = NGramParts.Layout(fit, vocabulary, unigrams);
        var writer = new ChecksummedWriter(output.CreateFile(NGramModelFit.FileName));
        layout.WriteHeader(writer);
        NGramVocabulary.Write(writer, vocabulary.Words.Count - NGramVocabulary.SpecialWords, vocabulary.Words.List);
        NGramParts.WriteUnigrams(writer, unigrams, ReadBackoffs(unigrams, discounted));
        for (int n = 2; n <= Order; n++)
        {
            int entryBytes = NGramLayout.EntryBytes(n, Order);
            var section = new NGramHashSection.Writer(writer, layout.Counts[n - 1], entryBytes);
            Copy(tables, task => TableName(task, n), entryBytes, entry => section.Write(entry), token);
            section.Complete();
            Copy(tables, task => WordsName(task, n), n * sizeof(int), ids => writer.Write(ids), token);
            writer.Align();
        }
        writer.Complete(NGramLayout.Magic, Order, 0, 0);
        return Task.CompletedTask;
    };

    private static void Copy(PhaseFiles files, Func<int, string> name, int size, ReceiveBytes receive, CancellationToken cancellationToken)
    {
        var buffer = new byte[size * 4096];
        for (int task = 0; task < files.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (files.Find(task, name(task)) is not { } path) continue;
            using Stream stream = files.Files.OpenRead(path, FileReadPattern.Sequential);
            for (int read; (read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
                for (int at = 0; at + size <= read; at += size) receive(buffer.AsSpan(at, size));
        }
    }

    private static string TableName(int task, int order) => $"{ShardOutput.NameOf(task)}.{order}.table";

    private static string WordsName(int task, int order) => $"{ShardOutput.NameOf(task)}.{order}.ids";

    private static float[] ReadBackoffs(NGramUnigrams unigrams, PhaseFiles discounted)
    {
        var backoffs = new float[unigrams.Probabilities.Length];
        using PartitionReader reader = new Partitions(discounted, BackoffName).Read(0);
        while (reader.Read()) backoffs[MemoryMarshal.Read<int>(reader.Record)] = NGramParts.Log10(MemoryMarshal.Read<double>(reader.Record[sizeof(int)..]));
        return backoffs;
    }

    private NGramIdOrder OrderOf(int leading, int keyBytes) => new(leading, Order, vocabulary.Words.Count, keyBytes);

    /// <summary>The unigrams, which all workers of a process share.</summary>
    private NGramUnigrams Unigrams(PhaseFiles files) => run.Resources.GetOrAdd($"ngram-unigrams:{files.FolderPath}", () => NGramUnigrams.Load(files));

    private static ulong ContextHash(ReadOnlySpan<byte> record)
    {
        ulong hash = record[0];
        for (int i = 0; i < record[0] - 1; i++) hash = NGramKeys.Extend(hash, NGramRecords.Get(record[1..], i));
        return hash;
    }

    private ExternalSort NewSort(ShardOutput output, RecordOrder order, int recordBytes) => new(output.CreateScratchFolder(), order)
    {
        RecordSize = recordBytes,
        MemoryBytes = fit.MemoryBytes,
        Warn = message => output.Warn(message, "sort"),
    };

    /// <summary>Receives one record.</summary>
    private delegate void ReceiveBytes(ReadOnlySpan<byte> record);
}
