using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class CachedDecoderTests
{
    public static TheoryData<int, bool, string> Forms => GenerationModels.Forms;

    [Theory]
    [MemberData(nameof(Forms))]
    public void LastLogits_SequencesOfUnequalLength_EqualThoseOfWholeSequences(int keyValueHeads, bool tie, string addition)
    {
        DecoderOptions options = GenerationModels.Options(keyValueHeads, tie, addition);
        using ParameterStore store = GenerationModels.Parameters(options);
        using var decoder = new Decoder(options, store);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable guard = no_grad();
        using var cache = new KeyValueCache(options, slots: 3, positions: 4, CPU);
        List<int>[] rows = [.. GenerationModels.Prompts(3, options).Select(prompt => prompt.ToArray().ToList())];
        for (int row = 0; row < rows.Length; row++)
        {
            long[] ids = [.. rows[row].Select(token => (long)token)];
            cache.Reserve(ids.Length);
            Tensor places = Places(cache, Enumerable.Range(0, ids.Length).Select(i => (row, i)));
            AssertNear(Whole(decoder, rows[row]), Numbers(decoder.LastLogits(tensor(ids), new RowSegments(1, ids.Length), new(cache, places, null))));
        }
        for (int step = 0; step < 40; step++)
        {
            for (int row = 0; row < rows.Length; row++) rows[row].Add((step * 7 + row * 3) % options.VocabularySize);
            int length = rows.Max(row => row.Count);
            cache.Reserve(length);
            Tensor positions = tensor(rows.Select(row => row.Count - 1L).ToArray());
            Tensor places = Places(cache, rows.Select((row, i) => (i, row.Count - 1)));
            float[] seen = [.. rows.SelectMany(row => Enumerable.Range(0, length).Select(i => i < row.Count ? 0 : float.NegativeInfinity))];
            Tensor mask = tensor(seen, [rows.Length, 1, 1, length]);
            float[] logits = Numbers(decoder.LastLogits(tensor(rows.Select(row => (long)row[^1]).ToArray()), new RowSegments(rows.Length, 1),
                new(cache, places, new(rows.Length, length, positions, mask))));
            for (int row = 0; row < rows.Length; row++)
                AssertNear(Whole(decoder, rows[row]), logits.AsSpan(row * options.VocabularySize, options.VocabularySize).ToArray());
        }
    }

    [Fact]
    public void Reserve_MorePositions_KeepsWhatIsStored()
    {
        DecoderOptions options = GenerationModels.Options(context: 500);
        TorchNative.Select(TrainingDevice.Cpu);
        using DisposeScope scope = NewDisposeScope();
        using var cache = new KeyValueCache(options, slots: 2, positions: 3, CPU);
        int width = options.KeyValueHeads * options.HeadWidth;
        float[] stored = [.. Enumerable.Range(0, 2 * width).Select(i => i + 1f)];
        cache.Store(1, Places(cache, [(0, 2), (1, 1)]), tensor(stored, [2, width]), tensor(stored.Reverse().ToArray(), [2, width]));
        float[] before = Numbers(cache.Keys(1, 2, 3));
        Assert.Contains(stored[^1], before);
        cache.Reserve(300);
        Assert.InRange(cache.Positions, 300, 500);
        Assert.Equal(before, Numbers(cache.Keys(1, 2, 3)));
        cache.Move(from: 1, to: 0, positions: 2);
        int heads = options.KeyValueHeads;
        float[] moved = Numbers(cache.Values(1, 2, 2).narrow(0, heads, heads));
        Assert.Contains(stored[0], moved);
        Assert.Equal(moved, Numbers(cache.Values(1, 2, 2).narrow(0, 0, heads)));
    }

    private static Tensor Places(KeyValueCache cache, IEnumerable<(int Slot, int Position)> tokens)
    {
        var places = new List<long>();
        foreach ((int slot, int position) in tokens) cache.AddPlaces(places, slot, position);
        return tensor(places.ToArray());
    }

    private static float[] Whole(Decoder decoder, List<int> tokens)
    {
        float[] all = Numbers(decoder.Logits(tensor(tokens.Select(token => (long)token).ToArray()), 1));
        return all[^(all.Length / tokens.Count)..];
    }

    private static float[] Numbers(Tensor tensor) => [.. tensor.contiguous().data<float>()];

    private static void AssertNear(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])) * 4);
    }
}
