using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>Compares the streaming selection with a plain sort of all documents.</summary>
public sealed class SelectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int number;

    public void Dispose() => folder.Dispose();

    private sealed record Entry(ulong IdHash, uint Tokens, uint Bytes, bool IsThere, double[] Weights);

    [Fact]
    public void Run_AnyTable_ChoosesWhatASortChooses()
    {
        // Few distinct weights and ids, so that ties are common; short documents; records that never reached the table; budgets from zero to more than
        // everything.
        Gen<double> weight = Gen.Frequency((5, Gen.Int[-3, 3].Select(i => i / 2.0)), (3, Gen.Double[-50, 50]),
            (1, Gen.Int[0, 3].Select(i => i switch { 0 => double.NegativeInfinity, 1 => -0.0, 2 => 1e300, _ => double.Epsilon })));
        Gen<Entry> entry = Gen.Select(Gen.ULong[0, 20], Gen.UInt[0, 12], Gen.UInt[0, 60], Gen.Int[0, 9].Select(i => i > 0), weight.Array[3],
            (id, tokens, bytes, there, weights) => new Entry(id, tokens, bytes, there, weights));
        Gen<SelectionRule> rule = Gen.Select(Gen.Int[0, 2], Gen.Long[0, 500], Gen.Long[0, 6], Gen.Bool, Gen.ULong[0, 3]).Select(
            (unit, amount, minimum, topK, seed) => new SelectionRule(unit switch
            {
                0 => SelectionSize.Documents(amount % 80),
                1 => SelectionSize.Tokens(amount),
                _ => SelectionSize.Utf8Bytes(amount * 4)
            }, minimum, topK, SelectionNoise.Keyed, seed));
        Gen.Select(entry.Array[0, 30].Array[1, 4], rule, Gen.Int[1, 3], Gen.Int[1, 40], Gen.Bool).Sample((shards, wanted, targets, maxSorted, holdsKeys) =>
        {
            double[] proportions = [.. new[] { 0.5, 0.3, 0.2 }.Take(targets).Select(share => share / new[] { 0.5, 0.3, 0.2 }.Take(targets).Sum())];
            bool[][] expected = Sort(shards, wanted, proportions, out long taken);
            var selector = new Selector(Table(shards, targets), wanted, maxSorted, holdsKeys: holdsKeys);
            selector.Run(proportions, CancellationToken.None);
            // A second selector decides by the cutoffs alone, as another rank does.
            var other = new Selector(Table(shards, targets), wanted, maxSorted, selector.Cutoffs);
            for (int s = 0; s < shards.Length; s++)
            {
                Assert.Equal(Enumerable.Range(0, shards[s].Length).Where(r => expected[s][r]).Select(r => (long)r), selector.Chosen(s));
                Assert.Equal(selector.Chosen(s), other.Chosen(s));
            }
            Assert.Equal((wanted.Size.Amount, taken, expected.Sum(shard => shard.Count(chosen => chosen))),
                (selector.Totals.Requested, selector.Totals.Selected, selector.Totals.SelectedDocuments));
            Entry[] passing = [.. shards.SelectMany(shard => shard).Where(one => one.IsThere && one.Tokens >= wanted.MinTokens)];
            Assert.Equal((passing.Length, passing.Sum(one => wanted.Size.Of(new WeightRecord(0, 0, one.Tokens, one.Bytes)))),
                (selector.Totals.PassingDocuments, selector.Totals.PassingSize));
        }, iter: 200, threads: 1);
    }

    [Fact]
    public void Run_WeightNotANumber_Throws()
    {
        var selector = new Selector(Table([[new Entry(1, 5, 5, true, [double.NaN])]], 1),
            new SelectionRule(SelectionSize.Documents(1), 0, true, SelectionNoise.Keyed, 0));
        Assert.Throws<InvalidDataException>(() => selector.Run([1.0], CancellationToken.None));
    }

    [Fact]
    public void OrderedKey_AnyNumbers_OrdersAsTheyDo() =>
        Gen.Select(Gen.Double, Gen.Double).Where((left, right) => !double.IsNaN(left) && !double.IsNaN(right)).Sample((left, right) =>
            left.CompareTo(right) == Selector.OrderedKey(left).CompareTo(Selector.OrderedKey(right))
                || (left == right && Selector.OrderedKey(left) == Selector.OrderedKey(right)));

    private static bool[][] Sort(Entry[][] shards, SelectionRule rule, double[] proportions, out long takenInAll)
    {
        bool[][] chosen = [.. shards.Select(shard => new bool[shard.Length])];
        long left = rule.Size.Amount;
        takenInAll = 0;
        for (int k = 0; k < proportions.Length; k++)
        {
            long room = k == proportions.Length - 1 ? left : Math.Min(left, (long)(rule.Size.Amount * proportions[k]));
            left -= room;
            var candidates = new List<(double Key, int Order, int Shard, int Record)>();
            int order = 0;
            for (int s = 0; s < shards.Length; s++)
            {
                for (int r = 0; r < shards[s].Length; r++)
                {
                    Entry one = shards[s][r];
                    if (!one.IsThere || one.Tokens < rule.MinTokens || chosen[s][r]) continue;
                    candidates.Add((one.Weights[k] + (rule.TopK ? 0 : GumbelNoise.Sample(rule.Seed, one.IdHash, (uint)k)), order++, s, r));
                }
            }
            foreach ((_, _, int s, int r) in candidates.OrderByDescending(candidate => candidate.Key).ThenBy(candidate => candidate.Order))
            {
                long size = rule.Size.Of(new WeightRecord(0, r, shards[s][r].Tokens, shards[s][r].Bytes));
                if (room <= 0) break;
                room -= size;
                takenInAll += size;
                chosen[s][r] = true;
            }
        }
        return chosen;
    }

    private WeightTable Table(Entry[][] shards, int targets)
    {
        var output = new TestOutput(folder[$"table{number++}"]);
        for (int s = 0; s < shards.Length; s++)
        {
            var sizes = new RecordTableWriter<WeightSizes>(output.Of(s), WeightTable.SizesName);
            var weights = new RecordTableWriter<double>(output.Of(s), WeightTable.WeightsName, targets);
            for (int r = 0; r < shards[s].Length; r++)
            {
                Entry one = shards[s][r];
                if (!one.IsThere) continue;
                sizes.Append(r, new WeightSizes(one.IdHash, one.Tokens, one.Bytes));
                weights.Append(r, one.Weights.AsSpan(0, targets));
            }
            sizes.Complete();
            weights.Complete();
        }
        return new WeightTable(output.Files([.. shards.Select(shard => (long)shard.Length)]), targets);
    }
}
