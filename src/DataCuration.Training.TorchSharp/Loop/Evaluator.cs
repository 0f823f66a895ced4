using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Runs an evaluation set through a model.</summary>
internal static class Evaluator
{
    // The logits of a batch are its largest tensor; those of a window alone may be larger, and are computed in parts (LogitRows). On a CPU, 1 MiB of them
    // stays in the caches. 8 MiB take two to three times as long: malloc returns such
    // blocks to the system, and each batch gets fresh pages.
    private const long CpuLogits = 1 << 18;
    private const long GpuLogits = 1 << 21;
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
        EvaluationWindow[] windows = [.. set.Windows(options.ContextLength)];
        var nats = new double[set.Documents.Count];
        Run(decoder, options, device, queue, windows, (window, _, loss) => nats[windows[window].Document] += loss, cancellationToken);
        return new([.. set.Documents.Select((document, i) => new DocumentEvaluation
        {
            Id = document.Id,
            Bits = nats[i] / Math.Log(2),
            Utf8Bytes = document.Utf8Bytes,
            Tokens = document.Tokens.Length,
        })]);
    }

    /// <summary>Runs windows through a model, longest first.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="options">The model's dimensions. Every token is below its vocabulary size.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="queue">The queue of the device, which each batch waits for; null to compute at once.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="receive">Receives each scored position: the window's index, the position in it, and the loss in nats.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static void Run(Decoder decoder, DecoderOptions options, Device device, DeviceQueue? queue, IReadOnlyList<EvaluationWindow> windows,
        Action<int, int, float> receive, CancellationToken cancellationToken)
    {
        // Windows of similar length share a batch, so that there is little padding. The sort is stable: results are the same in every run.
        int[] order = [.. Enumerable.Range(0, windows.Count).OrderByDescending(window => windows[window].Inputs.Length)];
        long most = device.type == DeviceType.CPU ? CpuLogits : GpuLogits;
        for (int start = 0; start < order.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int positions = windows[order[start]].Inputs.Length;
            int rows = (int)Math.Clamp(most / ((long)positions * options.VocabularySize), 1, order.Length - start);
            EvaluationWindow[] batch = [.. order.AsSpan(start, rows).ToArray().Select(window => windows[window])];
            float[] losses = queue is null ? Score(decoder, device, batch, positions)
                : queue.Run(() => Score(decoder, device, batch, positions), cancellationToken);
            for (int row = 0; row < rows; row++)
                for (int i = batch[row].FirstScored; i < batch[row].Inputs.Length; i++) receive(order[start + row], i, losses[row * positions + i]);
            start += rows;
        }
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
        Tensor x_NC = decoder.Blocks(tensor(inputs, device: device), new RowSegments(windows.Count, positions));
        var losses = new float[inputs.Length];
        int most = (int)Math.Min(inputs.Length, LogitRows.Score(device, decoder.VocabularySize));
        for (int first = 0; first < inputs.Length; first += most)
        {
            long[] part = targets.AsSpan(first, Math.Min(most, inputs.Length - first)).ToArray();
            if (Array.TrueForAll(part, target => target == NoTarget)) continue;
            using IDisposable partScope = NewDisposeScope();
            Tensor logits_NV = decoder.Logits(x_NC, first, part.Length);
            Tensor losses_N = nn.functional.cross_entropy(logits_NV, tensor(part, device: device), ignore_index: NoTarget, reduction: nn.Reduction.None);
            losses_N.cpu().data<float>().CopyTo(losses, first);
        }
        return losses;
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
