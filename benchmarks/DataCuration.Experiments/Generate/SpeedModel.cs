using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Generate;

/// <summary>A model over bytes whose speed is measured: trained for one step, since its answers do not matter.</summary>
internal static class SpeedModel
{
    /// <summary>10.8 million parameters, as in <c>pretrain speed</c>.</summary>
    public static DecoderOptions Options { get; } =
        new() { Layers = 6, Width = 384, Heads = 6, KeyValueHeads = 6, FeedForwardWidth = 1_024, ContextLength = 1_024 };

    public static async Task<TorchSharpModel> MakeAsync(TemporaryFolder folder, CancellationToken cancellationToken, int width = 384)
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Enumerable.Repeat("the cat sat on the mat. ", 400));
        string model = folder.Combine("model");
        int feedForward = ((width * 8 / 3) + 127) / 128 * 128;
        DecoderOptions options = Options with { Width = width, Heads = width / 64, KeyValueHeads = width / 64, FeedForwardWidth = feedForward };
        var training = new TrainingOptions { Steps = 1, BatchRows = 1, WarmupSteps = 0, Device = TrainingDevice.Cpu, CheckpointFolder = model };
        await new TorchSharpBackend().PretrainAsync(tokens, options, training, cancellationToken: cancellationToken).ConfigureAwait(false);
        return TorchSharpModel.Load(model, TrainingDevice.Cpu);
    }
}
