using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined fit with all three kinds of phases: counts each word of the corpus, by partitions.</summary>
public sealed class WordCountFit : CorpusFit<WordCounts>
{
    private const int Partitions = 3;

    public int MinimumCount { get; init; } = 1;

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(MinimumCount), MinimumCount);

    protected override async Task<WordCounts> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        PhaseFiles words = await scope.MapAsync("words", scope.Corpus, new WordsByPartition(), cancellationToken);
        PhaseFiles counts = await scope.ReduceAsync("counts", Partitions, (output, token) => CountAsync(words, output, token), cancellationToken);
        PhaseFiles all = await scope.FinishAsync("all", async (output, token) =>
        {
            var lines = new List<string>();
            for (int p = 0; p < Partitions; p++) lines.AddRange(await File.ReadAllLinesAsync(counts.Find(p, ".counts")!, token));
            await using var writer = new StreamWriter(output.CreateFile("all.counts"));
            foreach (string line in lines.Order(StringComparer.Ordinal)) await writer.WriteLineAsync(line);
        }, cancellationToken);
        byte[] bytes = await File.ReadAllBytesAsync(all.GetFiles(0).Single(), cancellationToken);
        return new(Convert.ToHexStringLower(XxHash128.Hash(bytes)), Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task CountAsync(PhaseFiles words, ShardOutput output, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int task = 0; task < words.TaskCount; task++)
            foreach (string word in await File.ReadAllLinesAsync(words.Find(task, $".{output.Index}.words")!, cancellationToken))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        await using var writer = new StreamWriter(output.CreateFile(output.Name + ".counts"));
        foreach ((string word, int count) in counts)
            if (count >= MinimumCount) await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{word} {count}"));
    }

    private sealed class WordsByPartition : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("partitions", Partitions);

        public IShardWriter Open(ShardOutput output) => new Writer(output);

        private sealed class Writer(ShardOutput output) : IShardWriter
        {
            private readonly StreamWriter[] files =
                [.. Enumerable.Range(0, Partitions).Select(p => new StreamWriter(output.CreateFile($"{output.Name}.{p}.words")))];

            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
            {
                foreach (Document document in documents.Span)
                    foreach (string word in document.Text.Split(' ')) files[XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(word)) % Partitions].WriteLine(word);
                return default;
            }

            public async ValueTask CompleteAsync(CancellationToken cancellationToken)
            {
                foreach (StreamWriter file in files) await file.FlushAsync(cancellationToken);
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
