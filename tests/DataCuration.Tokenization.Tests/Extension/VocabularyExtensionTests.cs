using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests.Extension;

public sealed class VocabularyExtensionTests : IDisposable
{
    private static readonly string[] Texts =
        ["hepatic hepatitis of the liver", "the hepatic artery and hepatitis", "hepatocyte hepatocytes", "chronic hepatitis, hepatic failure"];

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FitAsync_ByteLevel_AddsMergesAfterTheOldOnes()
    {
        JsonObject old = SmallTokenizers.ByteLevel("t h", "th e", "h e", "\u0120 the", "i c");
        HuggingFaceTokenizer before = SmallTokenizers.Load(old);
        ExtendedTokenizer extended = await ExtendAsync(old, 12);
        HuggingFaceTokenizer after = extended.Tokenizer;
        Assert.Equal(before.VocabularySize + 12, after.VocabularySize);
        Assert.Equal((before.VocabularySize, 12), (extended.Additions.OldSize, extended.Additions.Tokens.Count));
        for (int id = 0; id < before.VocabularySize; id++) Assert.Equal(before.SpellingOf(id), after.SpellingOf(id));
        Assert.Equal(before.AddedTokens, after.AddedTokens);
        // A text is encoded as before, and then the new merges are executed in their order.
        (int Left, int Right, int Result)[] merges = NewMerges(extended, after, skip: 5);
        foreach (string text in (string[])[.. Texts, "the hep", "hepatic\nhepatic hepatic!", .. Enumerable.Range(0, 60).Select(RandomText)])
            foreach (string word in Words(before, text))
            {
                // Words by themselves: a pair of two words is never merged.
                List<int> ids = [.. before.Encode(word)];
                foreach ((int left, int right, int result) in merges)
                    for (int i = 0; i + 1 < ids.Count; i++)
                        if (ids[i] == left && ids[i + 1] == right)
                        {
                            ids[i] = result;
                            ids.RemoveAt(i + 1);
                        }
                Assert.Equal(ids, after.Encode(word));
            }
        Assert.All(extended.Additions.Tokens, token => Assert.Equal(after.Decode([token.Id]), before.Decode([.. token.Sources])));
        Assert.All(extended.Additions.Tokens, token => Assert.Equal([token.Id], after.Encode(after.Decode([token.Id]))));
        TokenFertility[] rows = [.. extended.Fertility.Rows];
        Assert.Equal(["after", "before"], rows.Select(row => row.Tokenizer));
        Assert.True(rows[0].Tokens < rows[1].Tokens);
        Assert.Equal(Texts.Sum(text => after.Encode(text).Length), rows[0].Tokens);
    }

    [Fact]
    public async Task FitAsync_AddedTokensOutsideOfTheVocabulary_KeepTheirIds()
    {
        JsonObject old = SmallTokenizers.ByteLevel("t h");
        HuggingFaceTokenizer before = SmallTokenizers.Load(old);
        Assert.Equal(257, before.IdOf("<|endoftext|>"));
        ExtendedTokenizer extended = await ExtendAsync(old, 5);
        Assert.Equal((257, 258, 259), (extended.Tokenizer.IdOf("<|endoftext|>"), extended.Tokenizer.IdOf("<think>"), extended.Additions.Tokens[0].Id));
        Assert.Equal(257, extended.Tokenizer.EndOfDocument);
        Assert.DoesNotContain(257, extended.Tokenizer.Encode("a <|endoftext|>"));
        Assert.Contains(258, extended.Tokenizer.Encode("a <think>"));
    }

    [Fact]
    public async Task FitAsync_AnyNumberOfWorkers_GivesTheSameFiles()
    {
        var files = new List<(string, string)>();
        foreach (int workers in (int[])[1, 2, 5])
        {
            using var run = new CurationRun(new RunOptions
            {
                WorkDirectory = folder.Inputs[$"w{workers}"],
                MaxParallelShards = workers,
                WarningWriter = TextWriter.Null,
            });
            ExtendedTokenizer extended = await Documents().FitAsync(Extension(SmallTokenizers.ByteLevel("t h", "th e"), 20), run);
            files.Add((File.ReadAllText(extended.Path), File.ReadAllText(extended.AdditionsPath)));
        }
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    [Fact]
    public async Task FitAsync_SentencePiece_LeavesByteTokensAndSpacesAlone()
    {
        JsonObject old = SmallTokenizers.SentencePiece("\u2581 h", "h e", "p a", "t i", "\u2581 o", "l i", "v e");
        HuggingFaceTokenizer before = SmallTokenizers.Load(old);
        ExtendedTokenizer extended = await ExtendAsync(old, 10);
        Assert.All(extended.Additions.Tokens, token => Assert.DoesNotContain("\u2581", token.Spelling[1..], StringComparison.Ordinal));
        Assert.All(extended.Additions.Tokens, token => Assert.All(token.Sources, source => Assert.False(before.IsFallback(source))));
        Assert.Equal("hepatic hepatitis", extended.Tokenizer.Decode(extended.Tokenizer.Encode("hepatic hepatitis")));
        Assert.True(extended.Tokenizer.Encode("hepatic hepatitis").Length < before.Encode("hepatic hepatitis").Length);
    }

    [Fact]
    public async Task FitAsync_WordPiece_AddsTheWordsThatSaveMost()
    {
        JsonObject old = SmallTokenizers.WordPiece("the", "of", "and", ",", "h",
            "##e", "##p", "##a", "##t", "##i", "##c", "##o", "##s", "##y", "l", "##v", "##r");
        HuggingFaceTokenizer before = SmallTokenizers.Load(old);
        ExtendedTokenizer extended = await ExtendAsync(old, 2);
        // hepatitis: 3 times 8 saved; hepatic: 3 times 6; others once
        Assert.Equal(["hepatitis", "hepatic"], extended.Additions.Tokens.Select(token => token.Spelling));
        Assert.Equal([3, 3], extended.Additions.Tokens.Select(token => token.Count));
        Assert.Equal(before.Encode("hepatic"), extended.Additions.Tokens[1].Sources);
        Assert.Equal([extended.Additions.Tokens[1].Id], extended.Tokenizer.Encode("Hepatic"));
        Assert.Equal(before.Encode("the liver of"), extended.Tokenizer.Encode("the liver of"));
    }

    [Fact]
    public async Task FitAsync_WordPieceUnknownWord_StartsFromItsCharacters()
    {
        ExtendedTokenizer extended = await ExtendAsync(SmallTokenizers.WordPiece("h", "e", "p", "of"), 1);
        NewToken token = Assert.Single(extended.Additions.Tokens);
        Assert.Equal("hepatitis", token.Spelling);
        Assert.Equal(["h", "e", "p"], token.Sources.Select(extended.Tokenizer.SpellingOf));
    }

    [Fact]
    public async Task FitAsync_SmallCorpus_WarnsAndExistingTokensAreNotDoubled()
    {
        CurationRun run = folder.Run();
        ExtendedTokenizer extended = await Documents().FitAsync(Extension(SmallTokenizers.ByteLevel("t h", "th e"), 10_000), run);
        Assert.InRange(extended.Additions.Tokens.Count, 10, 200);
        Assert.Equal(extended.Additions.Tokens.Count, extended.Additions.Tokens.Select(token => token.Spelling).Distinct().Count());
        Assert.Contains(run.Reports, report => report.Warnings.Any(warning => warning.ToString().Contains("new tokens only", StringComparison.Ordinal)));
    }

    [Fact]
    public void AddTo_AnotherFile_ChangesTheFingerprint()
    {
        Assert.Equal(Fingerprint(SmallTokenizers.ByteLevel("t h")), Fingerprint(SmallTokenizers.ByteLevel("t h")));
        Assert.NotEqual(Fingerprint(SmallTokenizers.ByteLevel("t h")), Fingerprint(SmallTokenizers.ByteLevel("h e")));

        string Fingerprint(JsonObject old)
        {
            var writer = new FingerprintWriter();
            Extension(old, 5).AddTo(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Constructor_OtherModels_AreRefused()
    {
        Assert.Contains("Unigram", Assert.Throws<NotSupportedException>(() => Extension(SmallTokenizers.Unigram(false, ("a", -1)), 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("WordLevel", Assert.Throws<NotSupportedException>(() => Extension(SmallTokenizers.WordLevel("a"), 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Additions_Saved_FillEmbeddingsWithMeans()
    {
        ExtendedTokenizer extended = await ExtendAsync(SmallTokenizers.ByteLevel("t h", "th e"), 6);
        extended.Save(folder.Inputs["saved"]);
        VocabularyAdditions additions = VocabularyAdditions.Load(folder.Inputs["saved/new-tokens.json"]);
        Assert.Equal(extended.Additions.ToJson(), additions.ToJson());
        Assert.Equal(extended.Tokenizer.VocabularySize, HuggingFaceTokenizer.Load(folder.Inputs["saved"]).VocabularySize);
        float[] matrix = new float[additions.NewSize * 2];
        for (int id = 0; id < additions.OldSize; id++) (matrix[2 * id], matrix[(2 * id) + 1]) = (id, -id);
        additions.FillEmbeddings(matrix, 2);
        foreach (NewToken token in additions.Tokens)
        {
            Assert.Equal(token.Sources.Average(source => (double)source), matrix[2 * token.Id], 3);
            Assert.Equal(-matrix[2 * token.Id], matrix[(2 * token.Id) + 1]);
        }
        Assert.Throws<ArgumentException>(() => additions.FillEmbeddings(matrix, 3));
        Assert.Throws<InvalidDataException>(() => VocabularyAdditions.FromJson(additions.ToJson().Replace("\"sources\":[", "\"sources\":[99999,",
            StringComparison.Ordinal)));
    }

    private Task<ExtendedTokenizer> ExtendAsync(JsonObject old, int tokens) => Documents().FitAsync(Extension(old, tokens), folder.Run());

    private VocabularyExtension Extension(JsonObject old, int tokens) =>
        new(folder.Inputs.Write($"old{tokens}.json", SmallTokenizers.Bytes(old))) { NewTokens = tokens, Partitions = 2 };

    private static Corpus Documents() => Corpus.FromDocuments(Texts.Select((text, i) => new Document($"d{i}", text)));

    private static List<string> Words(HuggingFaceTokenizer tokenizer, string text)
    {
        var words = new List<string>();
        tokenizer.Parts.Pipeline.Split(Encoding.UTF8.GetBytes(text), new EncodeScratch(), piece => words.Add(Encoding.UTF8.GetString(piece)));
        return words;
    }

    private static string RandomText(int seed)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, 40).Select(_ => "hepatics the"[random.Next(12)]));
    }

    private static (int Left, int Right, int Result)[] NewMerges(ExtendedTokenizer extended, HuggingFaceTokenizer after, int skip)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(extended.Path));
        return [.. json.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Skip(skip).Select(merge => merge.GetString()!.Split(' '))
            .Select(parts => (after.IdOf(parts[0])!.Value, after.IdOf(parts[1])!.Value, after.IdOf(parts[0] + parts[1])!.Value))];
    }
}
