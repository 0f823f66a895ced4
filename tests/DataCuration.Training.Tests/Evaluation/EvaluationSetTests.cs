using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class EvaluationSetTests
{
    [Fact]
    public void Windows_AnyDocument_ScoreEachTokenOnceWithHalfAContextBefore() =>
        Gen.Select(Gen.Int[2, 20], Gen.Int[0, 100].Array[1, 4]).Sample((context, lengths) =>
    {
        var documents = lengths.Select((length, i) => new EvaluationDocument($"d{i}", Enumerable.Range(1, length).ToArray(), 1)).ToArray();
        var set = new EvaluationSet(documents, startToken: 0);
        int[] next = new int[lengths.Length];
        foreach (EvaluationWindow window in set.Windows(context))
        {
            Assert.InRange(window.Inputs.Length, 1, context);
            Assert.Equal(window.Inputs.Length, window.Targets.Length);
            for (int i = 0; i < window.Inputs.Length; i++)
            {
                Assert.Equal(window.Targets.Span[i] - 1, window.Inputs.Span[i]); // tokens count up from the start token 0
                if (i < window.FirstScored) continue;
                Assert.Equal(++next[window.Document], window.Targets.Span[i]);
                Assert.True(i + 1 >= Math.Min(window.Targets.Span[i], context / 2));
            }
        }
        Assert.Equal(lengths, next);
    }, iter: 200);

    [Fact]
    public void FromDocuments_AndFromTokenShards_AreTheSame()
    {
        using var folder = new TemporaryFolder();
        Document[] documents = [new("a", "äb"), new("empty", ""), new("c", "c")];
        using TokenShards shards = TokenShardFolder.Write(folder.Path, documents, new TokenShardSink(ByteTokenEncoder.Instance));
        EvaluationSet[] sets = [EvaluationSet.FromDocuments(documents, ByteTokenEncoder.Instance), EvaluationSet.FromTokenShards(shards)];
        foreach (EvaluationSet set in sets)
        {
            Assert.Equal(256, set.StartToken);
            Assert.Equal(4, set.Utf8Bytes);
            Assert.Equal(4, set.TokenCount);
            Assert.Equal(shards.EncoderFingerprint, set.EncoderFingerprint);
            Assert.Equal(["a", "c"], set.Documents.Select(document => document.Id));
            Assert.Equal([0xC3, 0xA4, 'b'], set.Documents[0].Tokens.ToArray());
        }
        Assert.Single(EvaluationSet.FromTokenShards(shards, maxDocuments: 1).Documents);
    }

    [Fact]
    public void Constructor_NoText_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new EvaluationSet([], 0));
        var error = Assert.Throws<ArgumentException>(() => new EvaluationSet([new("full", new[] { 1 }, 1), new("hollow", new[] { 1 }, 0)], 0));
        Assert.Contains("'hollow'", error.Message, StringComparison.Ordinal);
    }
}
