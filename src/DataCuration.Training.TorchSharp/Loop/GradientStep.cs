using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Computes the loss and gradients of one step, and keeps losses until they are checked.</summary>
/// <remarks>
/// The loss of a step is the weighted mean over the targets of all its batches. Losses are checked at once on a CPU. On a GPU, reading a number waits for the
/// device, so they are checked together at every recorded loss. Either way, the error names the step and the batch that was first not finite.
/// </remarks>
internal sealed class GradientStep(Decoder decoder, BatchReader reader, TrainingOptions options, Device device, LoraAdapter? adapter = null,
    Teacher? teacher = null) : IDisposable
{
    private readonly List<(long Step, long FirstRow, Tensor Number)> pending = [];

    /// <summary>Adds the gradients of a step.</summary>
    /// <param name="step">The number of completed steps.</param>
    /// <param name="sourceTokens">The number of tokens from each set, to which those of the step are added.</param>
    /// <returns>The loss.</returns>
    public Tensor Run(long step, long[] sourceTokens)
    {
        TrainingBatch[] batches = [.. Enumerable.Range(0, options.GradientAccumulation)
            .Select(batch => reader.Read((step * options.GradientAccumulation + batch) * options.BatchRows))];
        double weight = batches.Sum(batch => batch.TotalWeight);
        // The mean of equal means is the mean. It is computed as it was before there were weights, so that trainings repeat.
        bool isPlain = teacher is null && batches.All(batch => batch.Weights is null && batch.Targets.Length == batches[0].Targets.Length);
        Tensor loss = zeros(1, device: device);
        foreach (TrainingBatch batch in batches)
        {
            for (int source = 0; source < sourceTokens.Length; source++) sourceTokens[source] += batch.SourceTokens[source];
            if (batch.TotalWeight == 0) continue; // all targets are masked
            adapter?.BeginBatch(SeededRandom.Mix(options.Seed ^ SeededRandom.Mix((ulong)batch.FirstRow)));
            Tensor batchLoss = Backward(batch, (logits_NV, first, teacher_NV) => isPlain ? Mean(logits_NV, batch, first).Over(batches.Length)
                : WeightedSum(logits_NV, batch, first, teacher_NV).Over(weight));
            adapter?.EndBatch();
            using (no_grad()) loss.PlusInPlace(batchLoss);
            Add(step + 1, batch.FirstRow, batchLoss);
        }
        return loss;
    }

    /// <summary>Remembers the norm of a step's gradient.</summary>
    public void AddNorm(long step, Tensor norm) => Add(step, -1, norm);

    /// <summary>Checks the numbers since the last check.</summary>
    /// <returns>The first step with a number that is not finite, and what is wrong; null if all are finite.</returns>
    public (long Step, string Problem)? Check()
    {
        (long Step, string Problem)? found = null;
        foreach ((long step, long firstRow, Tensor number) in pending)
        {
            float value = found is null ? number.item<float>() : 0;
            number.Dispose();
            if (float.IsFinite(value)) continue;
            long rows = firstRow < 0 ? (long)options.BatchRows * options.GradientAccumulation : options.BatchRows;
            long first = firstRow < 0 ? (step - 1) * rows : firstRow;
            found = (step, FormattableString.Invariant($"the {(firstRow < 0 ? "gradient" : "loss")} is not finite ({value}) in the batch of rows {first} to ")
                + FormattableString.Invariant($"{first + rows - 1} ({reader.Describe(first, rows)})"));
        }
        pending.Clear();
        return found;
    }

    public void Dispose()
    {
        foreach ((_, _, Tensor number) in pending) number.Dispose();
        pending.Clear();
    }

    private Tensor Backward(TrainingBatch batch, Func<Tensor, long, Tensor?, Tensor> loss)
    {
        Tensor inputs_N = tensor(batch.Inputs, device: device);
        Tensor? teacher_NC = teacher?.Blocks(inputs_N, batch.Segments);
        long rows = LogitRows.Train(device, decoder.VocabularySize);
        return options.RecomputeActivations ? decoder.BackwardRecomputing(inputs_N, batch.Segments, rows, Part)
            : decoder.Backward(inputs_N, batch.Segments, rows, Part);

        Tensor Part(Tensor logits_NV, long first) => loss(logits_NV, first, teacher_NC is null ? null : teacher!.Logits(teacher_NC, first, logits_NV.shape[0]));
    }

    // The part's share in the mean over the batch.
    private Tensor Mean(Tensor logits_NV, TrainingBatch batch, long first)
    {
        Tensor targets_N = Part(batch.Targets, logits_NV, first);
        return targets_N.shape[0] == batch.Targets.Length ? nn.functional.cross_entropy(logits_NV, targets_N)
            : nn.functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.Sum).Over(batch.Targets.Length);
    }

    private Tensor WeightedSum(Tensor logits_NV, TrainingBatch batch, long first, Tensor? teacher_NV)
    {
        Tensor targets_N = Part(batch.Targets, logits_NV, first);
        if (teacher_NV is null && batch.Weights is null) return nn.functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.Sum);
        Tensor losses_N;
        if (teacher_NV is not null)
        {
            Tensor? distillation_N = batch.Distillation is { } shares ? Part(shares, logits_NV, first) : null;
            losses_N = DistillationLoss.PerTarget(logits_NV, teacher_NV, targets_N, distillation_N, options.Distillation!);
        }
        else losses_N = nn.functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.None);
        return (batch.Weights is { } weights ? losses_N.mul(Part(weights, logits_NV, first)) : losses_N).sum();
    }

    private Tensor Part(long[] values, Tensor logits_NV, long first) => tensor(values[(int)first..(int)(first + logits_NV.shape[0])], device: device);

    private Tensor Part(float[] values, Tensor logits_NV, long first) => tensor(values[(int)first..(int)(first + logits_NV.shape[0])], device: device);

    private void Add(long step, long firstRow, Tensor number) => pending.Add((step, firstRow, number.detach().DetachFromDisposeScope()));
}
