using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Computes the loss and gradients of one step, and keeps losses until they are checked.</summary>
/// <remarks>
/// The loss of a step is the weighted mean over the targets of all its batches. Losses are checked at once on a CPU. On a GPU, reading a number waits for the
/// device, so they are checked together at every recorded loss. Either way, the error names the step and the batch that was first not finite.
/// </remarks>
internal sealed class GradientStep(Decoder decoder, BatchReader reader, TrainingOptions options, Device device) : IDisposable
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
        bool isPlain = batches.All(batch => batch.Weights is null && batch.Targets.Length == batches[0].Targets.Length);
        Tensor loss = zeros(1, device: device);
        foreach (TrainingBatch batch in batches)
        {
            for (int source = 0; source < sourceTokens.Length; source++) sourceTokens[source] += batch.SourceTokens[source];
            if (batch.TotalWeight == 0) continue; // all targets are masked
            Tensor batchLoss = Backward(batch, logits_NV => isPlain ? Mean(logits_NV, batch).Over(batches.Length) : WeightedSum(logits_NV, batch).Over(weight));
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

    private Tensor Backward(TrainingBatch batch, Func<Tensor, Tensor> loss)
    {
        Tensor inputs_N = tensor(batch.Inputs, device: device);
        if (options.RecomputeActivations) return decoder.BackwardRecomputing(inputs_N, batch.Segments, loss);
        Tensor result = loss(decoder.Logits(inputs_N, batch.Segments));
        result.backward();
        return result.detach();
    }

    private Tensor Mean(Tensor logits_NV, TrainingBatch batch) => nn.functional.cross_entropy(logits_NV, tensor(batch.Targets, device: device));

    private Tensor WeightedSum(Tensor logits_NV, TrainingBatch batch)
    {
        Tensor targets_N = tensor(batch.Targets, device: device);
        if (batch.Weights is null) return nn.functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.Sum);
        return nn.functional.cross_entropy(logits_NV, targets_N, reduction: nn.Reduction.None).mul(tensor(batch.Weights, device: device)).sum();
    }

    private void Add(long step, long firstRow, Tensor number) => pending.Add((step, firstRow, number.detach().DetachFromDisposeScope()));
}
