using System.Globalization;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.LocalModels.Tests.Export;

/// <summary>Small models over bytes, trained for a few steps on sentences from a grammar.</summary>
internal static class TrainedModels
{
    private static readonly string[] Subjects = ["The cat", "A dog", "My neighbour", "Grüße aus Köln", "The old engine", "Nothing", "Every second train"];
    private static readonly string[] Verbs = [" sees", " eats", " repairs", " counts", " forgets"];
    private static readonly string[] Objects = [" the mat.", " 17 apples.", " a tensor!", " the café.", " it all again;", " 東京."];

    public static readonly DecoderOptions Base = new()
    {
        Layers = 2,
        Width = 64,
        Heads = 4,
        KeyValueHeads = 2,
        FeedForwardWidth = 96,
        ContextLength = 128,
    };

    /// <summary>The architectures, with and without tied embeddings and scaled positions, with one, some and all key-value heads.</summary>
    public static IReadOnlyDictionary<string, DecoderOptions> Forms { get; } = new Dictionary<string, DecoderOptions>(StringComparer.Ordinal)
    {
        ["llama"] = Base,
        ["llama, multi-head, tied, Llama 3's scaling"] = Base with
        {
            KeyValueHeads = 4,
            TieEmbeddings = true,
            HeadWidth = 24,
            RopeScaling = new() { Factor = 4, OriginalContextLength = 32 },
        },
        ["qwen2, tied"] = Base with { QkvBias = true, TieEmbeddings = true, RopeTheta = 1_000_000, NormEpsilon = 1e-6 },
        ["qwen2, multi-query, linear scaling"] = Base with
        {
            QkvBias = true,
            KeyValueHeads = 1,
            RopeScaling = new() { Kind = RopeScalingKind.Linear, Factor = 2 },
        },
        ["qwen3, tied"] = Base with { QueryKeyNorm = true, TieEmbeddings = true, HeadWidth = 32, NormEpsilon = 1e-6 },
        ["qwen3, multi-query"] = Base with { QueryKeyNorm = true, KeyValueHeads = 1 },
    };

    /// <summary>Trains a model.</summary>
    public static async Task<TorchSharpModel> TrainAsync(string form, int steps, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder["tokens"],
            Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(0, 12).Select(j => Sentence(i * 12 + j)))));
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchRows = 4,
            WarmupSteps = 5,
            PeakLearningRate = 0.01,
            Seed = 3,
            Device = TrainingDevice.Cpu,
            Threads = 1,
            CheckpointFolder = folder["model"],
        };
        await new TorchSharpBackend().PretrainAsync(tokens, Forms[form], options, cancellationToken: cancellationToken);
        return TorchSharpModel.Load(folder["model"], TrainingDevice.Cpu);
    }

    /// <summary>Returns a prompt: a part of a sentence, or an unusual start.</summary>
    public static int[] Prompt(int number)
    {
        string text = number % 5 == 4 ? string.Create(CultureInfo.InvariantCulture, $"{number * 7919} \n\"") : Sentence(number)[..(2 + number % 9)];
        var tokens = new List<int> { ByteTokenEncoder.Instance.EndOfDocument };
        ByteTokenEncoder.Instance.Encode(System.Text.Encoding.UTF8.GetBytes(text), tokens);
        return [.. tokens];
    }

    public static string Sentence(int number)
    {
        var random = new SeededRandom((ulong)number);
        return Subjects[random.NextInt64(Subjects.Length)] + Verbs[random.NextInt64(Verbs.Length)] + Objects[random.NextInt64(Objects.Length)];
    }
}
