using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class DistillationLossTests : IDisposable
{
    private const int Rows = 6;
    private const int Vocabulary = 5;
    private static readonly long[] Targets = [0, 3, 4, 4, 1, 2];
    private readonly DisposeScope scope;

    public DistillationLossTests()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        scope = NewDisposeScope();
    }

    /// <summary>All kinds, weights and temperatures, with and without weights of targets.</summary>
    public static TheoryData<DistillationKind, double, double, bool> Cases => new()
    {
        { DistillationKind.SelfDistillation, 1, 1, false }, { DistillationKind.SelfDistillation, 0.3, 2, false }, { DistillationKind.LogitSwap, 1, 1, false },
        { DistillationKind.LogitSwap, 0.7, 0.5, false }, { DistillationKind.LogitSwap, 0.6, 1, true }, { DistillationKind.SelfDistillation, 0.5, 3, true },
    };

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void PerTarget_AnyOptions_EqualsPlainArraysAndTheirSlopes(DistillationKind kind, double weight, double temperature, bool byTarget)
    {
        var options = new DistillationOptions { Kind = kind, Weight = weight, Temperature = temperature };
        var random = new SeededRandom(3);
        float[] own = Random(ref random), teacher = Random(ref random);
        float[]? weights = byTarget ? [0, 1, (float)weight, 0, 0.25f, (float)weight] : null;
        Tensor logits = tensor(own, [Rows, Vocabulary]);
        logits.requires_grad_(true);
        Tensor losses = DistillationLoss.PerTarget(logits, tensor(teacher, [Rows, Vocabulary]), tensor(Targets), weights is null ? null : tensor(weights),
            options);
        double[] plain = [.. own.Select(value => (double)value)];
        for (int row = 0; row < Rows; row++)
            Assert.Equal(Plain(plain, teacher, row, weights?[row] ?? weight, options), losses[row].item<float>(), 1e-5);
        losses.sum().backward();
        float[] gradients = logits.grad!.data<float>().ToArray();
        for (int i = 0; i < plain.Length; i++)
        {
            const double Step = 1e-5;
            double value = plain[i];
            plain[i] = value + Step;
            double above = Plain(plain, teacher, i / Vocabulary, weights?[i / Vocabulary] ?? weight, options);
            plain[i] = value - Step;
            double below = Plain(plain, teacher, i / Vocabulary, weights?[i / Vocabulary] ?? weight, options);
            plain[i] = value;
            Assert.Equal((above - below) / (2 * Step), gradients[i], 2e-5);
        }
    }

    [Fact]
    public void Swap_BestAndTarget_ExchangeTheirLogits()
    {
        Tensor swapped = DistillationLoss.Swap(tensor(new float[] { 1, 5, 3, 2, 7, 4 }, [2, 3]), tensor(new long[] { 2, 1 }));
        Assert.Equal([1f, 3, 5, 2, 7, 4], swapped.data<float>().ToArray());
    }

    private static double Plain(double[] own, float[] teacher, int row, double weight, DistillationOptions options)
    {
        double[] student = own[(row * Vocabulary)..((row + 1) * Vocabulary)];
        double[] wanted = [.. teacher[(row * Vocabulary)..((row + 1) * Vocabulary)].Select(value => (double)value)];
        int target = (int)Targets[row];
        if (options.Kind == DistillationKind.LogitSwap)
        {
            int best = Array.IndexOf(wanted, wanted.Max());
            (wanted[best], wanted[target]) = (wanted[target], wanted[best]);
        }
        double[] p = Softmax(student, options.Temperature), q = Softmax(wanted, options.Temperature);
        double divergence = 0;
        for (int i = 0; i < Vocabulary; i++) divergence += q[i] * Math.Log(q[i] / p[i]);
        return -(1 - weight) * Math.Log(Softmax(student, 1)[target]) + weight * options.Temperature * options.Temperature * divergence;
    }

    private static double[] Softmax(double[] logits, double temperature)
    {
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }

    private static float[] Random(ref SeededRandom random)
    {
        var values = new float[Rows * Vocabulary];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(4 * random.NextDouble() - 2);
        return values;
    }
}
