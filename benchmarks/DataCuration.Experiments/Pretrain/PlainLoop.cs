using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Experiments.Pretrain;

/// <summary>A training loop as one writes it with TorchSharp: its AdamW, its clipping, and rows padded to the longest of the batch.</summary>
internal sealed class PlainLoop : IDisposable
{
    private const int Ignored = -100;

    private readonly PlainModel model;
    private readonly optim.Optimizer optimizer;
    private int steps;

    public PlainLoop(DataCuration.Training.DecoderOptions options)
    {
        random.manual_seed(1);
        model = new PlainModel(options.VocabularySize, options.Layers, options.Width, options.Heads, options.FeedForwardWidth, options.ContextLength);
        optimizer = optim.AdamW(model.parameters(), lr: 3e-4, beta1: 0.9, beta2: 0.95, weight_decay: 0.1);
    }

    /// <summary>The number of parameters.</summary>
    public long ParameterCount => model.parameters().Sum(parameter => parameter.numel());

    /// <summary>Trains on batches of rows.</summary>
    /// <param name="batches">For each step, the tokens of each row: inputs and, one place later, targets.</param>
    /// <returns>The number of targets, without padding, and the seconds.</returns>
    public (long Tokens, double Seconds) Run(IEnumerable<IReadOnlyList<int[]>> batches)
    {
        long tokens = 0;
        long start = Stopwatch.GetTimestamp();
        foreach (IReadOnlyList<int[]> rows in batches)
        {
            using (NewDisposeScope())
            {
                (Tensor inputs_BT, Tensor targets_BT) = Pad(rows);
                optimizer.zero_grad();
                Tensor logits_BTV = model.forward(inputs_BT);
                Tensor loss = nn.functional.cross_entropy(logits_BTV.view(-1, logits_BTV.shape[2]), targets_BT.view(-1), ignore_index: Ignored);
                loss.backward();
                nn.utils.clip_grad_norm_(model.parameters(), 1.0);
                optimizer.step();
                if (!float.IsFinite(loss.item<float>())) throw new InvalidOperationException("The plain loop diverged.");
            }
            tokens += rows.Sum(row => row.Length - 1L);
            if (++steps % 20 == 0) GC.Collect();
        }
        return (tokens, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }

    private static (Tensor Inputs, Tensor Targets) Pad(IReadOnlyList<int[]> rows)
    {
        int positions = rows.Max(row => row.Length) - 1;
        var inputs = new long[rows.Count * positions];
        var targets = new long[inputs.Length];
        Array.Fill(targets, Ignored);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < rows[row].Length - 1; i++)
            {
                inputs[row * positions + i] = rows[row][i];
                targets[row * positions + i] = rows[row][i + 1];
            }
        }
        return (tensor(inputs, [rows.Count, positions]), tensor(targets, [rows.Count, positions]));
    }
}
