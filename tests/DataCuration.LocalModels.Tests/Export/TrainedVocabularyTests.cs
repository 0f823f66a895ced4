using System.Text;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Tokenization;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.LocalModels.Tests.Export;

/// <summary>From a vocabulary that is trained here to a model in llama.cpp.</summary>
public sealed class TrainedVocabularyTests : IDisposable
{
    private readonly RunFolder folder = new();

    public TrainedVocabularyTests(LocalModel model) => model.Require();

    public static TheoryData<string> Splittings => ["gpt2", "llama3", "qwen", "o200k"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Splittings))]
    public async Task Export_VocabularyAndModelTrainedHere_HasTheSameTokens(string splitting)
    {
        Document[] texts = [.. Enumerable.Range(0, 40).Select(i =>
            new Document($"d{i}", string.Join(' ', Enumerable.Range(0, 12).Select(j => TrainedModels.Sentence((i * 12) + j)))))];
        TrainedTokenizer trained = await Corpus.FromDocuments(texts).FitAsync(
            new BpeTrainer { Partitions = 1, VocabularySize = 400, Splitting = Splitting(splitting) }, folder.Run());
        trained.SaveFolder(folder.Inputs["tokenizer"]);
        HuggingFaceTokenizer encoder = HuggingFaceTokenizer.Load(Path.Combine(folder.Inputs["tokenizer"], "tokenizer.json"));
        using TorchSharpModel model = await TrainAsync(texts, encoder);
        model.SaveHuggingFace(folder.Inputs["hf"], new() { TokenizerFolder = folder.Inputs["tokenizer"] });

        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(Path.Combine(folder.Inputs["hf"], "tokenizer.json"));
        Assert.Equal((encoder.EndOfDocument, encoder.EndOfDocument, true), (tokenizer.BeginTokenId, tokenizer.EndTokenId, tokenizer.AddsBegin));
        model.ExportGguf(folder.Inputs["m.gguf"], tokenizer, new() { Type = GgufTensorType.Float32 });
        using var judge = new LlamaCpp(folder.Inputs["m.gguf"], model.Options.ContextLength);
        int compared = 0;
        for (int number = 0; number < 8; number++)
        {
            string text = TrainedModels.Sentence(1_000 + number)[..(3 + number)] + (number % 2 == 0 ? " <|endoftext|> 東" : "");
            var tokens = new List<int> { encoder.EndOfDocument };
            encoder.Encode(Encoding.UTF8.GetBytes(text), tokens);
            Assert.Equal(tokens, judge.Tokenize(text, addsBegin: true, special: false));
            judge.Clear();
            float[] found = judge.Read(tokens.ToArray());
            for (int i = 0; i < 12; i++, compared++)
            {
                float[] expected = model.Logits(tokens.ToArray()).AsSpan(^model.Options.VocabularySize..).ToArray();
                int own = Best(expected), its = Best(found);
                if (own != its)
                {
                    Assert.True(Math.Abs(expected[own] - expected[its]) <= 1e-3, $"text {number}, token {i}: {own} here, {its} there");
                    break;
                }
                tokens.Add(own);
                found = judge.Read([own]);
            }
        }
        Assert.True(compared > 80, $"Only {compared} tokens were compared.");
    }

    /// <summary>Without settings beside it, the model's configuration says how a text ends, and then the vocabulary.</summary>
    [Fact]
    public async Task Export_FileOfAVocabularyAlone_EndsWithTheTokenOfTheModelOrTheUsualOne()
    {
        TrainedTokenizer trained = await RunFolder.Documents(20).FitAsync(
            new BpeTrainer { Partitions = 1, VocabularySize = 300, SpecialTokens = ["<pad>", "</s>"] }, folder.Run());
        trained.Save(folder.Inputs["tokenizer.json"]);
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder.Inputs["tokenizer.json"]);
        Assert.False(tokenizer.AddsBegin);
        Assert.Equal(1u, EndOf([]));
        Assert.Equal(0u, EndOf([0, 1]));
        TrainedTokenizer without = await RunFolder.Documents(20).FitAsync(
            new BpeTrainer { Partitions = 1, VocabularySize = 300, SpecialTokens = ["<pad>"] }, folder.Run());
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => without.SaveFolder(folder.Inputs["none"]));
        Assert.Contains("no token that usually ends documents", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Inputs["none"]));

        object EndOf(int[] ends)
        {
            var model = new ModelConfiguration
            {
                Architecture = ModelArchitecture.Llama,
                VocabularySize = tokenizer.Tokens.Count,
                Layers = 1,
                Width = 4,
                Heads = 1,
                KeyValueHeads = 1,
                HeadWidth = 4,
                FeedForwardWidth = 4,
                ContextLength = 16,
                TieEmbeddings = true,
                EndTokenIds = ends,
            };
            ModelTensor[] tensors = [.. ModelTensors.List(model).Select(slot => new ModelTensor(slot.Name, slot.Shape, (_, values) => values.Fill(1)))];
            GgufExporter.Write(folder.Inputs["end.gguf"], model, tensors, tokenizer);
            using GgufFile file = GgufFile.Open(folder.Inputs["end.gguf"]);
            return file.Metadata["tokenizer.ggml.eos_token_id"];
        }
    }

    private static int Best(float[] logits) => Array.IndexOf(logits, logits.Max());

    private static BpeSplitting Splitting(string name) => name switch
    {
        "gpt2" => BpeSplitting.Gpt2,
        "llama3" => BpeSplitting.Llama3,
        "qwen" => BpeSplitting.Qwen,
        _ => BpeSplitting.O200k,
    };

    private async Task<TorchSharpModel> TrainAsync(Document[] texts, HuggingFaceTokenizer encoder)
    {
        using TokenShards tokens = TokenShardFolder.Write(folder.Inputs["tokens"], texts, new TokenShardSink(encoder));
        var options = new TrainingOptions
        {
            Steps = 12,
            BatchRows = 4,
            WarmupSteps = 5,
            PeakLearningRate = 0.01,
            Seed = 3,
            Device = TrainingDevice.Cpu,
            Threads = 1,
            CheckpointFolder = folder.Inputs["model"],
        };
        await new TorchSharpBackend().PretrainAsync(tokens, TrainedModels.Base with { VocabularySize = encoder.VocabularySize }, options,
            cancellationToken: TestContext.Current.CancellationToken);
        return TorchSharpModel.Load(folder.Inputs["model"], TrainingDevice.Cpu);
    }
}
