using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Judges sentence deduplication on files of <c>datatrove_sentence_dedup</c>, of both sets.</summary>
internal sealed class DatatroveSentenceJudge() : VectorJudge("datatrove_sentence_dedup")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        string[][] parts = ReadParts(root);
        foreach (JsonElement run in root.GetProperty("runs").EnumerateArray())
        {
            string name = run.GetProperty("name").GetString()!;
            string splitter = run.TryGetProperty("splitter", out JsonElement given) ? given.GetString()! : "whitespace";
            if (FindSplitters(splitter) is not { } splitters)
            {
                tally.Fail(name, $"there is no splitter '{splitter}'");
                continue;
            }
            var config = new Config(name, run.GetProperty("config"), splitters.Words, splitters.Sentences);
            if (run.TryGetProperty("texts_of_part_1", out JsonElement second))
            {
                bool isOnly = run.GetProperty("only_dedup_in_index").GetBoolean();
                Compare($"{name}, only {isOnly}", [.. second.EnumerateArray()], RunWithIndex(config, parts, isOnly, cancellationToken), tally);
                if (run.TryGetProperty("index_files", out JsonElement index))
                    foreach (JsonProperty file in index.EnumerateObject())
                        tally.Equal($"{name}: {file.Name}", file.Value.GetString(), Convert.ToBase64String(IndexOf(config, parts[0])));
                continue;
            }
            JsonElement texts = run.GetProperty("texts");
            JsonElement[] expected = texts[0].ValueKind == JsonValueKind.Array
                ? [.. texts.EnumerateArray().SelectMany(part => part.EnumerateArray())] : [.. texts.EnumerateArray()];
            Compare(name, expected, Run(config, parts, cancellationToken), tally);
            if (!run.TryGetProperty("signature_files", out JsonElement files)) continue;
            foreach (JsonProperty file in files.EnumerateObject())
            {
                int part = int.Parse(file.Name.AsSpan(file.Name.IndexOf('/', StringComparison.Ordinal) + 1, 5),
                    System.Globalization.CultureInfo.InvariantCulture);
                tally.Equal($"{name}: {file.Name}", file.Value.GetString(), Convert.ToBase64String(SignaturesOf(config, parts[part])));
            }
        }
    }

    private static string[][] ReadParts(JsonElement root)
    {
        if (!root.TryGetProperty("documents", out JsonElement documents))
            return [.. root.GetProperty("parts").EnumerateArray().Select(part => part.EnumerateArray().Select(text => text.GetString()!).ToArray())];
        var all = new Queue<string>(documents.EnumerateArray().Select(text => text.GetString()!));
        return [.. root.GetProperty("parts").EnumerateArray().Select(count => Enumerable.Range(0, count.GetInt32()).Select(_ => all.Dequeue()).ToArray())];
    }

    private static (WordSplitter Words, SentenceSplitter Sentences)? FindSplitters(string name) =>
        name switch
        {
            "whitespace" => (WordSplitter.WhiteSpace, SentenceSplitter.WhiteSpace),
            "spacy" => (WordSplitter.English, SentenceSplitter.English),
            "treebank" => (WordSplitter.PennTreebank, SentenceSplitter.WhiteSpace),
            _ => null,
        };

    private static void Compare(string name, JsonElement[] expected, string?[] actual, VectorTally tally)
    {
        tally.Equal($"{name}: documents", expected.Length, actual.Length);
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++) tally.Equal($"{name}: document {i}", expected[i].GetString(), actual[i]);
    }

    private static string?[] Run(Config config, string[][] parts, CancellationToken cancellationToken)
    {
        using var folder = new RunFolder();
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.Concat([.. parts.Select((part, i) => ToCorpus(part, i))]);
        using DuplicateSpans spans = corpus.FitAsync(config.Fit(null, false), run, cancellationToken).GetAwaiter().GetResult();
        return [.. parts.SelectMany((part, i) => Collect(corpus, config, spans, run, part.Length, i))];
    }

    private static string?[] RunWithIndex(Config config, string[][] parts, bool isOnly, CancellationToken cancellationToken)
    {
        using var folder = new RunFolder();
        CurationRun run = folder.Run();
        SentenceIndex index = ToCorpus(parts[0], 0).FitAsync(new SentenceIndexFit(config.Fit(null, false)), run, cancellationToken).GetAwaiter().GetResult();
        Corpus corpus = ToCorpus(parts[1], 1);
        using DuplicateSpans spans = corpus.FitAsync(config.Fit(index, isOnly), run, cancellationToken).GetAwaiter().GetResult();
        return Collect(corpus, config, spans, run, parts[1].Length, 1);
    }

    private static Corpus ToCorpus(string[] part, int number) => Corpus.FromDocuments(part.Select((text, i) => new Document($"{number}/{i}", text)));

    private static string?[] Collect(Corpus corpus, Config config, DuplicateSpans spans, CurationRun run, int count, int part)
    {
        var removal = new DuplicateSpanRemoval(spans)
        {
            MinWords = config.MinWords,
            MinSentences = config.MinSentences,
            MinSpanWords = config.MinSpanWords,
            WordSplitter = config.Words,
            SentenceSplitter = config.Sentences,
            DatatroveCompatibility = true,
        };
        Dictionary<string, string> left = RunFolder.Read(corpus.Pipe(removal), run).GetAwaiter().GetResult()
            .ToDictionary(document => document.Id, document => document.Text, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, count).Select(i => left.GetValueOrDefault($"{part}/{i}"))];
    }

    /// <summary>The records of a signature file: hash, document and sentence, in order.</summary>
    private static byte[] SignaturesOf(Config config, string[] part)
    {
        int size = config.HashBits / 8;
        var records = new List<(ulong Hash, uint Document, ushort Sentence)>();
        foreach ((ulong hash, int document, int sentence) in Hashes(config, part)) records.Add((hash, (uint)document, (ushort)sentence));
        records.Sort();
        var bytes = new byte[records.Count * (size + 6)];
        for (int i = 0; i < records.Count; i++)
        {
            Span<byte> record = bytes.AsSpan(i * (size + 6));
            Write(record, records[i].Hash, size);
            BinaryPrimitives.WriteUInt32LittleEndian(record[size..], records[i].Document);
            BinaryPrimitives.WriteUInt16LittleEndian(record[(size + 4)..], records[i].Sentence);
        }
        return bytes;
    }

    private static byte[] IndexOf(Config config, string[] part)
    {
        int size = config.HashBits / 8;
        ulong[] hashes = [.. Hashes(config, part).Select(one => one.Hash).Distinct().Order()];
        var bytes = new byte[hashes.Length * size];
        for (int i = 0; i < hashes.Length; i++) Write(bytes.AsSpan(i * size), hashes[i], size);
        return bytes;
    }

    private static void Write(Span<byte> target, ulong hash, int size)
    {
        if (size == 4) BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)hash);
        else BinaryPrimitives.WriteUInt64LittleEndian(target, hash);
    }

    private static IEnumerable<(ulong Hash, int Document, int Sentence)> Hashes(Config config, string[] part)
    {
        var hashes = new SentenceHashes(config.Unit, config.Sentences, config.WindowSentences);
        for (int document = 0; document < part.Length; document++)
        {
            hashes.Compute(Encoding.UTF8.GetBytes(part[document]));
            for (int i = 0; i < hashes.Count; i++)
                if (hashes.TryGetHash(i, out _)) yield return (config.Hash(hashes.GetNormalForm(i)), document, i);
        }
    }

    private sealed class Config(string name, JsonElement json, WordSplitter words, SentenceSplitter sentences)
    {
        public WordSplitter Words => words;

        public SentenceSplitter Sentences => sentences;

        public int WindowSentences { get; } = Number(json, "n_sentences", 3);

        public SentenceUnit Unit { get; } = json.TryGetProperty("split_sentences", out JsonElement split) && !split.GetBoolean()
            ? SentenceUnit.Lines : SentenceUnit.Sentences;

        public int MinWords { get; } = Math.Max(0, Number(json, "min_doc_words", 50));

        public int MinSentences { get; } = Math.Max(0, Number(json, "min_num_sentences", 3));

        public int MinSpanWords { get; } = Math.Max(0, Number(json, "min_words_to_remove_span", 0));

        // The hash function is in the run's name only.
        public int HashBits { get; } = name.Contains("hash32", StringComparison.Ordinal) ? 32 : 64;

        private bool IsSha1 { get; } = name.Contains("sha1", StringComparison.Ordinal);

        public SentenceDeduplication Fit(SentenceIndex? index, bool isOnly) => new()
        {
            WindowSentences = WindowSentences,
            Unit = Unit,
            SentenceSplitter = Sentences,
            Indexes = index is null ? [] : [index],
            IndexMode = isOnly ? IndexMode.OnlyIndexes : IndexMode.CorpusAndIndexes,
            DatatroveCompatibility = true,
            Partitions = 2,
        };

        public ulong Hash(ReadOnlySpan<byte> form)
        {
            if (!IsSha1) return HashBits == 64 ? XxHash64.HashToUInt64(form) : XxHash32.HashToUInt32(form);
#pragma warning disable CA5350 // the reference's hash; nothing is protected by it
            byte[] digest = SHA1.HashData(form);
#pragma warning restore CA5350
            return HashBits == 64 ? BinaryPrimitives.ReadUInt64LittleEndian(digest) : BinaryPrimitives.ReadUInt32LittleEndian(digest);
        }

        private static int Number(JsonElement json, string option, int standard) =>
            json.TryGetProperty(option, out JsonElement found) && found.ValueKind == JsonValueKind.Number ? found.GetInt32() : standard;
    }
}
