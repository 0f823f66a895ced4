using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests.Training;

public sealed class BpeTrainerTests : IDisposable
{
    private static readonly string[] Sentences =
    [
        "the lower the newer the lowest", "newest and widest widths of the low roads", "Grüße aus Zürich, 東京 und مرحبا", "price: $1,234.56\n\n  indented();",
        "it's we'll THEY'RE 12345 <|endoftext|> low low low", "\U0001F600\U0001F9D1\u200D\U0001F680 emoji  \t tabs",
    ];

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FitAsync_AnyNumberOfWorkersAndOrder_GivesTheSameFile()
    {
        string[] texts = [.. Enumerable.Range(0, 90).Select(i => string.Join(' ', Sentences.Skip(i % 4).Take(1 + (i % 3))) + $" number{i % 7}")];
        for (int i = 0; i < 3; i++) WriteJsonl($"a{i}.jsonl", texts.Skip(30 * i).Take(30));
        WriteJsonl("b.jsonl", texts.Reverse());
        var files = new List<string>();
        foreach ((int workers, string pattern) in new[] { (1, "a*.jsonl"), (2, "a*.jsonl"), (5, "b.jsonl") })
        {
            using var run = new CurationRun(new RunOptions
            {
                WorkDirectory = folder.Inputs[$"work{workers}"],
                MaxParallelShards = workers,
                WarningWriter = TextWriter.Null,
            });
            var trainer = new BpeTrainer { Partitions = workers, VocabularySize = 400 };
            TrainedTokenizer trained = await Corpus.FromJsonl(folder.Inputs[pattern]).FitAsync(trainer, run);
            string copy = folder.Inputs[$"copy{workers}.json"];
            trained.Save(copy);
            files.Add(File.ReadAllText(copy));
        }
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    /// <summary>The vocabulary and merges of a trained tokenizer, in the files of GPT-2, give the same ids by another library's encoder.</summary>
    [Fact]
    public async Task FromBpeFiles_FilesOfATrainedTokenizer_GiveTheSameIds()
    {
        foreach (BpeSplitting splitting in (BpeSplitting[])[BpeSplitting.O200k, BpeSplitting.Gpt2, BpeSplitting.Qwen])
        {
            TrainedTokenizer trained = await TrainAsync(Sentences, new BpeTrainer { Partitions = 1, VocabularySize = 420, Splitting = splitting });
            trained.SaveBpeFiles(folder.Inputs["vocab.json"], folder.Inputs["merges.txt"]);
            TokenizerEncoder encoder = TokenizerEncoder.FromBpeFiles(folder.Inputs["vocab.json"], folder.Inputs["merges.txt"], new() { Splitting = splitting });
            Assert.Equal((trained.Tokenizer.VocabularySize, trained.Tokenizer.EndOfDocument), (encoder.VocabularySize, encoder.EndOfDocument));
            var random = new SeededRandom(4);
            for (int trial = 0; trial < 200; trial++)
            {
                string text = string.Concat(Enumerable.Range(0, 5).Select(_ =>
                {
                    string sentence = Sentences[random.NextInt64(Sentences.Length)];
                    int start = (int)random.NextInt64(sentence.Length);
                    return sentence.Substring(start, (int)random.NextInt64(sentence.Length - start + 1));
                }));
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                List<int> expected = [], found = [];
                trained.Tokenizer.Encode(bytes, expected);
                encoder.Encode(bytes, found);
                Assert.Equal(expected, found);
                Assert.Equal(trained.Tokenizer.Decode([.. expected]), encoder.Decode(found));
            }
        }
    }

    [Fact]
    public async Task FitAsync_WordsOfTheSplitting_GiveTheMergesOfTheNaiveOracle()
    {
        foreach (BpeSplitting splitting in (BpeSplitting[])[BpeSplitting.O200k, BpeSplitting.Gpt2, new BpeSplitting(@"\w+|\W")])
        {
            TrainedTokenizer trained = await TrainAsync(Sentences, new BpeTrainer { Partitions = 1, VocabularySize = 330, Splitting = splitting });
            // The words by a tokenizer of bytes alone: neighbours belong to one word if another tokenizer with the same splitting says so.
            var words = new Dictionary<string, long>(StringComparer.Ordinal);
            var pattern = SplitPattern.Expression(splitting.Pattern);
            foreach (string sentence in Sentences)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(sentence);
                var matches = new List<int>();
                pattern.FindAll(bytes, matches);
                int done = 0;
                for (int i = 0; i <= matches.Count; i += 2)
                {
                    Count(bytes.AsSpan(done..(i < matches.Count ? matches[i] : bytes.Length)));
                    if (i < matches.Count) Count(bytes.AsSpan(matches[i]..(done = matches[i + 1])));
                }
            }
            List<(int, int)> expected = NaiveTrainer.Train(words.Select(word => (Convert.FromHexString(word.Key), word.Value)), 1, 330, 2, 1000);
            HuggingFaceTokenizer tokenizer = trained.Tokenizer;
            Assert.Equal(expected.Select(merge => (tokenizer.SpellingOf(merge.Item1)!, tokenizer.SpellingOf(merge.Item2)!)), Merges(trained));

            void Count(ReadOnlySpan<byte> word)
            {
                if (word.IsEmpty) return;
                string key = Convert.ToHexString(word);
                words[key] = words.GetValueOrDefault(key) + 1;
            }
        }
    }

    [Fact]
    public async Task FitAsync_File_HasTheLayoutOfByteLevelFiles()
    {
        TrainedTokenizer trained = await TrainAsync(Sentences,
            new BpeTrainer { Partitions = 1, VocabularySize = 300, MinPairCount = 1, SpecialTokens = ["<|endoftext|>", "<|pad|>"] });
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(trained.Path));
        Assert.Equal(["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"],
            json.RootElement.EnumerateObject().Select(part => part.Name));
        JsonElement model = json.RootElement.GetProperty("model");
        Assert.Equal(["type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges", "vocab",
            "merges"], model.EnumerateObject().Select(part => part.Name));
        Assert.Equal(Enumerable.Range(0, 300), model.GetProperty("vocab").EnumerateObject().Select(token => token.Value.GetInt32()));
        Assert.Equal(300 - 258, model.GetProperty("merges").GetArrayLength());
        Assert.Equal(["<|endoftext|>", "<|pad|>", "!"], model.GetProperty("vocab").EnumerateObject().Take(3).Select(token => token.Name));
        Assert.Equal(0, trained.Tokenizer.EndOfDocument);
        Assert.DoesNotContain(0, trained.Tokenizer.Encode("a <|endoftext|> b"));
        Assert.Equal((42, 300), (trained.Merges, trained.Tokenizer.VocabularySize));
    }

    [Fact]
    public async Task FitAsync_Normalization_IsInTheFile()
    {
        foreach ((TextNormalization form, string text, string expected) in new[]
        {
            (TextNormalization.None, "ﬁx A\u030A", "ﬁx A\u030A"), (TextNormalization.Nfc, "ﬁx A\u030A", "ﬁx Å"),
            (TextNormalization.Nfkc, "ﬁx A\u030A", "fix Å"), (TextNormalization.NfkcLowercase, "ﬁx A\u030A", "fix å"),
        })
        {
            TrainedTokenizer trained = await TrainAsync(Sentences, new BpeTrainer { Partitions = 1, VocabularySize = 270, Normalization = form });
            Assert.Equal(expected, trained.Tokenizer.Decode(trained.Tokenizer.Encode(text)));
        }
    }

    [Fact]
    public async Task FitAsync_FuzzedUnicode_RoundTrips()
    {
        TrainedTokenizer trained = await TrainAsync([.. Sentences, .. Enumerable.Range(0, 50).Select(i => SmallTokenizers.RandomText(new Random(i), 100))],
            new BpeTrainer { Partitions = 1, VocabularySize = 600 });
        var tokens = new List<TokenOffset>();
        for (int i = 0; i < 300; i++)
        {
            string text = SmallTokenizers.RandomText(new Random(1000 + i), i % 60);
            int[] ids = trained.Tokenizer.Encode(text);
            Assert.Equal(text, trained.Tokenizer.Decode(ids));
            Assert.Equal(Encoding.UTF8.GetBytes(text), trained.Tokenizer.DecodeToUtf8(ids));
            tokens.Clear();
            trained.Tokenizer.EncodeWithOffsets(Encoding.UTF8.GetBytes(text), tokens);
            Assert.Equal(ids, tokens.Select(token => token.Token));
        }
    }

    [Fact]
    public async Task FitAsync_DamagedFile_IsReadOrRefusedWithAReason()
    {
        TrainedTokenizer trained = await TrainAsync(Sentences, new BpeTrainer { Partitions = 1, VocabularySize = 300, MinPairCount = 1 });
        byte[] file = File.ReadAllBytes(trained.Path);
        Assert.True(TokenizerMutations.TryUse(file, out string kind), kind);
        int read = 0;
        for (int seed = 0; seed < 200; seed++) read += TokenizerMutations.TryUse(TokenizerMutations.Mutate([file], seed), out _) ? 1 : 0;
        Assert.InRange(read, 5, 195);
    }

    [Fact]
    public async Task FitAsync_Limits_AreKept()
    {
        TrainedTokenizer trained = await TrainAsync([.. Enumerable.Repeat("internationalization internationalism ab", 3), "ab xy xy"],
            new BpeTrainer { Partitions = 1, VocabularySize = 500, MaxTokenBytes = 5, MinPairCount = 3 });
        Assert.All(Merges(trained), merge => Assert.InRange(merge.Left.Length + merge.Right.Length, 2, 5));
        Assert.Contains(("a", "b"), Merges(trained));
        Assert.DoesNotContain(("x", "y"), Merges(trained)); // twice only
        Assert.True(trained.Tokenizer.VocabularySize < 500);
        TrainedTokenizer rare = await TrainAsync(["one once", "one two"],
            new BpeTrainer { Partitions = 1, VocabularySize = 300, MinPairCount = 1, MinWordCount = 2 });
        Assert.Equal([("n", "e"), ("o", "ne")], Merges(rare).Order());
        Assert.Equal(1, rare.DistinctWords);
    }

    [Fact]
    public async Task FitAsync_LongWord_IsCutAtCharacters()
    {
        TrainedTokenizer trained = await TrainAsync([new string('é', 1000)], new BpeTrainer { Partitions = 1, VocabularySize = 300, MaxWordBytes = 17 });
        Assert.Equal((125, 1, 2000), (trained.Words, trained.DistinctWords, trained.Bytes)); // of 16 bytes each
    }

    [Fact]
    public async Task FitAsync_AmplifiedCorpus_CountsLikeTheOther()
    {
        string[] general = [.. Enumerable.Range(0, 200).Select(i => $"the general text number {i} talks of the weather and the road")];
        string[] domain = ["hepatocellular carcinoma of the liver", "carcinoma of hepatocytes"];
        Corpus amplified = Corpus.FromDocuments(domain.Select(text => new Document(null, text)));
        var options = new BpeTrainer { Partitions = 1, VocabularySize = 300 };
        TrainedTokenizer plain = await TrainAsync([.. general, .. domain], options);
        TrainedTokenizer balanced = await TrainAsync(general, new BpeTrainer { Partitions = 1, VocabularySize = 300, Amplified = amplified });
        Assert.InRange(balanced.AmplifiedShare, 0.499, 0.501);
        Assert.Equal(8, balanced.AmplifiedWords);
        Assert.True(domain.Sum(text => balanced.Tokenizer.Encode(text).Length) < domain.Sum(text => plain.Tokenizer.Encode(text).Length));
    }

    [Fact]
    public async Task FitAsync_EmptyAmplifiedCorpus_IsNamed()
    {
        var error = await Assert.ThrowsAsync<CurationException>(() => TrainAsync(Sentences, new BpeTrainer
        {
            Partitions = 1,
            VocabularySize = 300,
            Amplified = Corpus.FromDocuments([new Document("a", "")]),
        }));
        Assert.Contains("amplified corpus has no text", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_SmallCorpus_Warns()
    {
        CurationRun run = folder.Run();
        TrainedTokenizer trained = await Corpus.FromDocuments([new Document("a", "abc abc")])
            .FitAsync(new BpeTrainer { Partitions = 1, VocabularySize = 1000 }, run);
        Assert.Equal(257 + 2, trained.Tokenizer.VocabularySize);
        Assert.Contains(run.Reports, report => report.Warnings.Any(warning => warning.ToString().Contains("259 tokens only", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FitAsync_Progress_EndsWithTheVocabulary()
    {
        var seen = new List<BpeTrainingProgress>();
        await TrainAsync(Sentences, new BpeTrainer { Partitions = 1, VocabularySize = 300, MinPairCount = 1, Progress = new Collector(seen) });
        Assert.Equal(new BpeTrainingProgress(300, 300), seen[^1]);
    }

    [Fact]
    public void Options_Wrong_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BpeTrainer { VocabularySize = 256 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BpeTrainer { MaxTokenBytes = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BpeTrainer { AmplifiedShare = 1 });
        Assert.Throws<ArgumentException>(() => new BpeTrainer { SpecialTokens = ["a"] });
        Assert.Throws<ArgumentException>(() => new BpeTrainer { SpecialTokens = ["<s>", "<s>"] });
        Assert.Throws<ArgumentException>(() => new BpeTrainer { SpecialTokens = [""] });
    }

    private async Task<TrainedTokenizer> TrainAsync(IEnumerable<string> texts, BpeTrainer trainer) =>
        await Corpus.FromDocuments(texts.Select(text => new Document(null, text))).FitAsync(trainer, folder.Run());

    private void WriteJsonl(string name, IEnumerable<string> texts) =>
        folder.Inputs.Write(name, string.Concat(texts.Select(text => JsonSerializer.Serialize(new { text }) + "\n")));

    private static (string Left, string Right)[] Merges(TrainedTokenizer trained)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(trained.Path));
        return [.. json.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!.Split(' '))
            .Select(parts => (parts[0], parts[1]))];
    }

    private sealed class Collector(List<BpeTrainingProgress> seen) : IProgress<BpeTrainingProgress>
    {
        public void Report(BpeTrainingProgress value) => seen.Add(value);
    }
}
