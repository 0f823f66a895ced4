using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class AdamWTests
{
    [Fact]
    public void Step_SeveralSteps_EqualsTheFormulas()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        using DisposeScope scope = NewDisposeScope();
        var model = new DecoderOptions { VocabularySize = 5, Layers = 1, Width = 4, Heads = 1, KeyValueHeads = 1, FeedForwardWidth = 3, ContextLength = 2 };
        var options = new TrainingOptions { WeightDecay = 0.3, GradientClip = 1.5 };
        var store = new ParameterStore(new ParameterLayout(model), CPU, withGradients: true);
        store.Initialize(1);
        using var optimizer = new AdamW(store, options);

        double[] values = [.. store.Values.data<float>().ToArray().Select(value => (double)value)];
        var first = new double[values.Length];
        var second = new double[values.Length];
        var random = new SeededRandom(9);
        for (int step = 1; step <= 5; step++)
        {
            // The first steps are clipped, the last ones are not.
            double[] gradients = [.. values.Select(_ => (random.NextDouble() - 0.5) / (step * step))];
            store.Gradients!.copy_(tensor(gradients.Select(gradient => (float)gradient).ToArray()));
            double norm = Math.Sqrt(gradients.Sum(gradient => gradient * gradient));
            double rate = 0.01 * step;
            Assert.Equal(norm, optimizer.Step(step, rate).item<float>(), 1e-5);
            for (int i = 0; i < values.Length; i++)
            {
                double gradient = gradients[i] * Math.Min(1, 1.5 / norm);
                first[i] = 0.9 * first[i] + 0.1 * gradient;
                second[i] = 0.95 * second[i] + 0.05 * gradient * gradient;
                if (i < store.Layout.MatrixCount) values[i] *= 1 - rate * 0.3;
                values[i] -= rate * first[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.95, step))) + 1e-8);
            }
        }
        float[] found = store.Values.data<float>().ToArray();
        for (int i = 0; i < found.Length; i++) Assert.Equal(values[i], found[i], 2e-5);
        Assert.All(store.Gradients!.data<float>().ToArray(), gradient => Assert.Equal(0f, gradient));
        store.Dispose();
    }
}
