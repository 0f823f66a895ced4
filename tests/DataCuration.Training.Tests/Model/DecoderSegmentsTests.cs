using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class DecoderSegmentsTests : IDisposable
{
    // Three documents of 4, 2 and 5 tokens, and two more of equal length.
    private static readonly int[] Lengths = [4, 2, 5, 3, 3];
    private static readonly int[] Inputs = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2];
    private static readonly int[] Targets = [1, 4, 1, 9, 9, 0, 6, 5, 3, 5, 8, 9, 7, 1, 3, 2, 3];
    private static readonly float[] Weights = [0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1];
    private static readonly DecoderOptions Model = new()
    {
        VocabularySize = 10,
        Layers = 2,
        Width = 16,
        Heads = 4,
        KeyValueHeads = 2,
        FeedForwardWidth = 20,
        ContextLength = 17,
        RopeTheta = 100,
    };

    private readonly DisposeScope scope;
    private readonly ParameterStore store;
    private readonly Decoder decoder;

    public DecoderSegmentsTests()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        scope = NewDisposeScope();
        store = new ParameterStore(new ParameterLayout(Model), CPU, withGradients: true);
        store.Initialize(1);
        using (no_grad()) store.Values.narrow(0, 0, store.Layout.MatrixCount).TimesInPlace(10);
        decoder = new Decoder(Model, store);
    }

    public void Dispose()
    {
        decoder.Dispose();
        store.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Logits_PackedDocuments_EqualThoseOfEachDocumentAlone()
    {
        float[] packed = Logits(Inputs);
        var naive = new NaiveDecoder(Model, store);
        int at = 0;
        foreach (int length in Lengths)
        {
            int[] document = Inputs[at..(at + length)];
            float[] alone = decoder.Logits(Tokens(document), 1).data<float>().ToArray();
            double[] expected = [.. naive.Logits(document).SelectMany(row => row)];
            for (int i = 0; i < alone.Length; i++)
            {
                Assert.Equal(alone[i], packed[at * 10 + i], 1e-4);
                Assert.Equal(expected[i], packed[at * 10 + i], 5e-4);
            }
            at += length;
        }
    }

    [Fact]
    public void Logits_OneDocumentChanged_OthersStayToTheBit()
    {
        float[] before = Logits(Inputs);
        int start = 0;
        foreach (int length in Lengths)
        {
            int[] changed = [.. Inputs];
            for (int i = start; i < start + length; i++) changed[i] = (changed[i] + 3) % 10;
            float[] after = Logits(changed);
            Assert.Equal(before[..(start * 10)], after[..(start * 10)]);
            Assert.Equal(before[((start + length) * 10)..], after[((start + length) * 10)..]);
            Assert.NotEqual(before[(start * 10)..((start + length) * 10)], after[(start * 10)..((start + length) * 10)]);
            start += length;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_MaskedPackedRow_HasTheFiniteDifferences(bool recompute)
    {
        double loss = Backward(Targets, recompute);
        float[] gradients = store.Gradients!.data<float>().ToArray();
        var naive = new NaiveDecoder(Model, store);
        Assert.Equal(NaiveLoss(naive), loss, 1e-4);
        var random = new SeededRandom(5);
        foreach (ParameterShape shape in store.Layout.Shapes)
        {
            for (int sample = 0; sample < 3; sample++)
            {
                int index = (int)random.NextInt64(shape.Count);
                const double Step = 1e-5;
                double value = naive[shape.Name][index];
                naive[shape.Name][index] = value + Step;
                double above = NaiveLoss(naive);
                naive[shape.Name][index] = value - Step;
                double below = NaiveLoss(naive);
                naive[shape.Name][index] = value;
                Assert.Equal((above - below) / (2 * Step), gradients[shape.Offset + index], 2e-4);
            }
        }
    }

    [Fact]
    public void Backward_MaskedTargets_HaveZeroGradient()
    {
        Tensor logits = decoder.Logits(Tokens(Inputs), new RowSegments(Lengths)).detach().requires_grad_(true);
        Loss(logits, Targets).backward();
        float[] slopes = logits.grad!.data<float>().ToArray();
        for (int i = 0; i < Weights.Length; i++)
        {
            float[] own = slopes[(i * 10)..(i * 10 + 10)];
            if (Weights[i] == 0) Assert.All(own, slope => Assert.Equal(0f, slope));
            else Assert.Contains(own, slope => slope != 0);
        }
        // Other masked targets change no bit of any gradient.
        Backward(Targets, recompute: false);
        float[] before = store.Gradients!.data<float>().ToArray();
        store.Gradients.zero_();
        Backward([.. Targets.Select((target, i) => Weights[i] == 0 ? (target + 1) % 10 : target)], recompute: false);
        Assert.Equal(before, store.Gradients.data<float>().ToArray());
    }

    [Fact]
    public void BackwardRecomputing_Gradients_EqualThoseOfThePlainPass()
    {
        double plain = Backward(Targets, recompute: false);
        float[] before = store.Gradients!.data<float>().ToArray();
        store.Gradients.zero_();
        Assert.Equal(plain, Backward(Targets, recompute: true));
        Assert.Equal(before, store.Gradients.data<float>().ToArray());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Backward_LogitsOfSomePositionsAtATime_GivesTheSameGradients(int rows, bool recompute)
    {
        double whole = Backward(Targets, recompute: false);
        float[] before = store.Gradients!.data<float>().ToArray();
        store.Gradients.zero_();
        Assert.Equal(whole, Backward(Targets, recompute, rows), 1e-5);
        float[] after = store.Gradients.data<float>().ToArray();
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-5);
    }

    private static Tensor Tokens(int[] tokens) => tensor(tokens.Select(token => (long)token).ToArray());

    private static Tensor Loss(Tensor logits_NV, int[] targets, long first = 0)
    {
        Range part = (int)first..(int)(first + logits_NV.shape[0]);
        return nn.functional.cross_entropy(logits_NV, Tokens(targets[part]), reduction: nn.Reduction.None).mul(tensor(Weights[part])).sum().div(Weights.Sum());
    }

    private static double NaiveLoss(NaiveDecoder naive)
    {
        double loss = 0;
        int at = 0;
        foreach (int length in Lengths)
        {
            double[][] logits = naive.Logits(Inputs[at..(at + length)]);
            for (int i = 0; i < length; i++) loss += Weights[at + i] * (Math.Log(logits[i].Sum(Math.Exp)) - logits[i][Targets[at + i]]);
            at += length;
        }
        return loss / Weights.Sum();
    }

    private float[] Logits(int[] inputs) => decoder.Logits(Tokens(inputs), new RowSegments(Lengths)).data<float>().ToArray();

    private double Backward(int[] targets, bool recompute, long rows = long.MaxValue)
    {
        var segments = new RowSegments(Lengths);
        Tensor Part(Tensor logits_NV, long first) => Loss(logits_NV, targets, first);
        return (recompute ? decoder.BackwardRecomputing(Tokens(Inputs), segments, rows, Part) : decoder.Backward(Tokens(Inputs), segments, rows, Part))
            .item<float>();
    }
}
