using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Runs an evaluation set through a model.</summary>
internal static class Evaluator
{
    // Logits are the largest tensors. 8 MiB of them keep a CPU busy and mostly fit its caches.
    private const long MaxLogits = 1 << 21;
    private const long NoTarget = -100; // torch's value for positions without a loss

    /// <param name="decoder">The model.</param>
    /// <param name="options">The model's dimensions.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="queue">The queue of the device, which each batch waits for; null to compute at once.</param>
    /// <param name="set">The evaluation set.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static EvaluationResult Run(Decoder decoder, DecoderOptions options, Device device, DeviceQueue? queue, EvaluationSet set,
        CancellationToken cancellationToken)
    {
        CheckTokens(options, set);
        // Windows of similar length share a batch, so that there is little padding. The sort is stable: results are the same in every run.
        EvaluationWindow[] windows = [.. set.Windows(options.ContextLength).OrderByDescending(window => window.Inputs.Length)];
        var nats = new double[set.Documents.Count];
        for (int start = 0; start < windows.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int positions = windows[start].Inputs.Length;
            int rows = (int)Math.Clamp(MaxLogits / ((long)positions * options.VocabularySize), 1, windows.Length - start);
            var batch = new ArraySegment<EvaluationWindow>(windows, start, rows);
            float[] losses = queue is null ? Score(decoder, device, batch, positions)
                : queue.Run(() => Score(decoder, device, batch, positions), cancellationToken);
            for (int row = 0; row < rows; row++)
                for (int i = batch[row].FirstScored; i < batch[row].Inputs.Length; i++) nats[batch[row].Document] += losses[row * positions + i];
            start += rows;
        }
        return new([.. set.Documents.Select((document, i) => new DocumentEvaluation
        {
            Id = document.Id,
            Bits = nats[i] / Math.Log(2),
            Utf8Bytes = document.Utf8Bytes,
            Tokens = document.Tokens.Length,
        })]);
    }

    // The losses of all positions, in nats.
    private static float[] Score(Decoder decoder, Device device, ArraySegment<EvaluationWindow> windows, int positions)
    {
        using IDisposable guard = no_grad();
        using IDisposable scope = NewDisposeScope();
        var inputs = new long[windows.Count * positions]; // padded at the end with token 0, which earlier positions do not see
        var targets = new long[inputs.Length];
        Array.Fill(targets, NoTarget);
        for (int row = 0; row < windows.Count; row++)
        {
            EvaluationWindow window = windows[row];
            for (int i = 0; i < window.Inputs.Length; i++)
            {
                inputs[row * positions + i] = window.Inputs.Span[i];
                if (i >= window.FirstScored) targets[row * positions + i] = window.Targets.Span[i];
            }
        }
        Tensor logits_NV = decoder.Logits(tensor(inputs, device: device), windows.Count);
        Tensor losses_N = nn.functional.cross_entropy(logits_NV, tensor(targets, device: device), ignore_index: NoTarget, reduction: nn.Reduction.None);
        return losses_N.cpu().data<float>().ToArray();
    }

    private static void CheckTokens(DecoderOptions options, EvaluationSet set)
    {
        foreach (EvaluationDocument document in set.Documents)
            foreach (int token in document.Tokens.Span) Check(token, options, document.Id);
        Check(set.StartToken, options, "(start token)");

        static void Check(int token, DecoderOptions options, string document)
        {
            if ((uint)token >= (uint)options.VocabularySize)
                throw new ArgumentException(
                    $"Evaluation document '{document}' holds token {token}; the model's {nameof(DecoderOptions.VocabularySize)} is {options.VocabularySize}.");
        }
    }
}
