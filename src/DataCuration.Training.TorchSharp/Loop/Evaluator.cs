using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Runs an evaluation set through a model.</summary>
internal static class Evaluator
{
    // Logits are the largest tensors. 8 MiB of them at once keep a processor busy and stay near its caches.
    private const long MaxLogits = 1 << 21;
    private const long NoTarget = -100; // torch's mark for positions that do not count

    public static EvaluationResult Run(Decoder decoder, DecoderOptions options, Device device, EvaluationSet set, CancellationToken cancellationToken)
    {
        CheckTokens(options, set);
        // Windows of like length go together, so that little is padded; a stable order keeps results the same from run to run.
        EvaluationWindow[] windows = [.. set.Windows(options.ContextLength).OrderByDescending(window => window.Inputs.Length)];
        var nats = new double[set.Documents.Count];
        using IDisposable guard = no_grad();
        for (int start = 0; start < windows.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int positions = windows[start].Inputs.Length;
            int rows = (int)Math.Clamp(MaxLogits / ((long)positions * options.VocabularySize), 1, windows.Length - start);
            Score(decoder, device, windows.AsSpan(start, rows), positions, nats);
            start += rows;
        }
        return new([.. set.Documents.Select((document, i) => new DocumentEvaluation(document.Id, nats[i] / Math.Log(2), document.Utf8Bytes, document.Tokens.Length))]);
    }

    private static void Score(Decoder decoder, Device device, ReadOnlySpan<EvaluationWindow> windows, int positions, double[] nats)
    {
        using IDisposable scope = NewDisposeScope();
        var inputs = new long[windows.Length * positions]; // padding is token 0, which comes after all that counts and is not seen by it
        var targets = new long[inputs.Length];
        Array.Fill(targets, NoTarget);
        for (int row = 0; row < windows.Length; row++)
        {
            EvaluationWindow window = windows[row];
            for (int i = 0; i < window.Inputs.Length; i++)
            {
                inputs[row * positions + i] = window.Inputs.Span[i];
                if (i >= window.FirstScored) targets[row * positions + i] = window.Targets.Span[i];
            }
        }
        Tensor logits_NV = decoder.Logits(tensor(inputs, device: device), windows.Length);
        float[] losses = nn.functional.cross_entropy(logits_NV, tensor(targets, device: device), ignore_index: NoTarget, reduction: nn.Reduction.None).cpu().data<float>().ToArray();
        for (int row = 0; row < windows.Length; row++)
            for (int i = windows[row].FirstScored; i < windows[row].Inputs.Length; i++) nats[windows[row].Document] += losses[row * positions + i];
    }

    private static void CheckTokens(DecoderOptions options, EvaluationSet set)
    {
        foreach (EvaluationDocument document in set.Documents)
            foreach (int token in document.Tokens.Span) Check(token, options, document.Id);
        Check(set.StartToken, options, "(start token)");

        static void Check(int token, DecoderOptions options, string document)
        {
            if ((uint)token >= (uint)options.VocabularySize)
                throw new ArgumentException($"Evaluation document '{document}' holds token {token}; the model's {nameof(DecoderOptions.VocabularySize)} is {options.VocabularySize}.");
        }
    }
}
