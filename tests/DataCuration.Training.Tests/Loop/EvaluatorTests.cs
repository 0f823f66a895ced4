using System.Text;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class EvaluatorTests
{
    // 128 positions at a time: 2 million logits are those of 104, and fewer than 128 make the products slower.
    private const int Vocabulary = 20_000, Context = 300, Most = 128;

    [Theory]
    [InlineData(0, 0, 300)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0, 128)]
    [InlineData(0, 0, 129)]
    [InlineData(290, 64, 777)]
    public void Run_LargeVocabulary_HasLogitsOfSomePositionsAtATime(int block, int stride, int length)
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: Vocabulary, context: Context));
        byte[] text = [.. Enumerable.Range(0, length).Select(i => (byte)(i * i % 251))];
        int[] inputs = [ByteTokenEncoder.Instance.EndOfDocument, .. text.Select(value => (int)value)];
        List<TokenLoss> losses = [];
        new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Block = block, Stride = stride }.ScoreTokens([text], [losses], CancellationToken.None);

        Assert.InRange(model.MostLogits, 1, (long)Most * Vocabulary);
        (int window, int step) = block == 0 ? (Context, Context / 2) : (block, stride);
        Assert.Equal(length, losses.Count);
        for (int first = 0, scored = 0; scored < length; first += step)
        {
            int end = Math.Min(first + window, length);
            float[] logits = model.Logits(inputs.AsSpan(first, end - first));
            for (; scored < end; scored++)
            {
                float[] row = logits.AsSpan((scored - first) * Vocabulary, Vocabulary).ToArray();
                double most = row.Max();
                Assert.Equal(Math.Log(row.Sum(one => Math.Exp(one - most))) + most - row[text[scored]], losses[scored].Nats, 1e-3);
            }
        }
        Assert.True(length <= Most || model.MostLogits > (long)Most * Vocabulary); // the plain ones are whole
    }

    [Fact]
    public void Evaluate_LargeVocabulary_HasLogitsOfSomePositionsAtATime()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: Vocabulary, context: Context));
        Document[] documents = [new("a", new string('a', 900)), new("b", "b"), new("c", string.Concat(Enumerable.Repeat("cd", 140)))];
        EvaluationResult result = model.Evaluate(EvaluationSet.FromDocuments(documents, ByteTokenEncoder.Instance));

        Assert.InRange(model.MostLogits, 1, (long)Most * Vocabulary);
        var nats = new double[3];
        new TorchSharpLossScorer(model, ByteTokenEncoder.Instance).Score([.. documents.Select(one => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(one.Text))],
            nats, CancellationToken.None);
        for (int i = 0; i < 3; i++) Assert.Equal(nats[i] / Math.Log(2), result.Documents[i].Bits, nats[i] * 1e-5);
    }
}
