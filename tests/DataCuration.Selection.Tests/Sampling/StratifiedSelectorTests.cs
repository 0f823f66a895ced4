using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>Compares the streaming selection by strata with a plain sort of all documents.</summary>
public sealed class StratifiedSelectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int number;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Select_AnyTable_ChoosesWhatASortChooses()
    {
        // Few scores and ids, so that ties are common; records that never reached the table; documents of size zero; quotas from zero to more than everything.
        Gen<double> score = Gen.Frequency((5, Gen.Int[-3, 3].Select(i => i / 2.0)), (3, Gen.Double[-50, 50]),
            (1, Gen.Int[0, 3].Select(i => i switch { 0 => double.NaN, 1 => -0.0, 2 => 1e300, _ => double.Epsilon })));
        Gen<AnnotationTables.Row> row = Gen.Select(Gen.Int[0, 9], Gen.ULong[0, 20], Gen.Long[-1, 12], Gen.Bool.Select(first => first ? "S1" : "S2"),
            Gen.Int[0, 2].Select(i => i == 0 ? "A" : i == 1 ? "B" : ""), score,
            (there, id, size, source, domain, value) => new AnnotationTables.Row(there > 0, id, size, [source, domain], [value]));
        Gen.Select(row.Array[0, 30].Array[1, 4], Gen.Long[0, 300].Array[6], Gen.Int[1, 40], Gen.Int[1, 200], Gen.ULong[0, 3])
            .Sample((shards, wanted, maxSorted, maxBins, seed) =>
        {
            AnnotationTable table = AnnotationTables.Write(folder[$"t{number++}"], shards, 2, 1);
            var selector = new StratifiedSelector(table, candidate => double.IsNaN(candidate.Values[0]) || candidate.Size < 0 ? Candidate.Unrated
                : Candidate.Of(candidate.Groups[0], candidate.Groups[1], candidate.Values[0], seed, candidate.IdHash), maxSorted, maxBins);
            selector.Survey(CancellationToken.None);
            long[] quotas = [.. selector.Strata.Select((_, i) => wanted[i] % 3 == 0 ? 0 : wanted[i])];
            ulong[][] bits = selector.Mark(selector.Select(quotas, CancellationToken.None));
            bool[][] expected = Sort(shards, table, selector.Strata, quotas, seed);
            for (int s = 0; s < shards.Length; s++)
                for (int r = 0; r < shards[s].Length; r++)
                    Assert.Equal(expected[s][r], (bits[s][r >> 6] >> (r & 63) & 1) != 0);
            Assert.Equal(expected.Sum(shard => shard.Count(chosen => chosen)), selector.Strata.Sum(stratum => stratum.SelectedDocuments));
            Assert.Equal(shards.Sum(shard => shard.Count(one => one.IsThere && (double.IsNaN(one.Values[0]) || one.Size < 0))), selector.Unrated);
        }, iter: 120, threads: 1);
    }

    private static bool[][] Sort(AnnotationTables.Row[][] shards, AnnotationTable table, IReadOnlyList<Stratum> strata, long[] quotas, ulong seed)
    {
        bool[][] chosen = [.. shards.Select(shard => new bool[shard.Length])];
        for (int i = 0; i < strata.Count; i++)
        {
            (string source, string domain) = (table.GroupNames[0][strata[i].First], table.GroupNames[1][strata[i].Second]);
            var own = new List<(UInt128 Key, int Shard, int Record, long Size)>();
            for (int s = 0; s < shards.Length; s++)
                for (int r = 0; r < shards[s].Length; r++)
                    if (shards[s][r] is { IsThere: true, Size: >= 0 } one && !double.IsNaN(one.Values[0]) && one.Groups[0] == source && one.Groups[1] == domain)
                        own.Add((Candidate.Of(0, 0, one.Values[0], seed, one.IdHash).Key, s, r, one.Size));
            // A stratum with exactly the wanted amount is taken with its documents of size zero.
            bool takesAll = quotas[i] > 0 && own.Sum(one => one.Size) <= quotas[i];
            long room = quotas[i];
            foreach ((_, int s, int r, long size) in own.OrderByDescending(one => one.Key).ThenBy(one => one.Shard).ThenBy(one => one.Record))
            {
                if (room <= 0 && !takesAll) break;
                room -= size;
                chosen[s][r] = true;
            }
        }
        return chosen;
    }

    [Fact]
    public void ScoreOf_AnyKey_GivesTheScoreBack() =>
        Gen.Double.Where(value => !double.IsNaN(value)).Sample(value => Candidate.ScoreOf(Candidate.Plain(0, value).Key) == value);

    [Fact]
    public void Survey_MoreStrataThanAllowed_Throws()
    {
        AnnotationTables.Row[] rows =
            [.. Enumerable.Range(0, StratifiedSelector.MaxStrata + 1).Select(i => new AnnotationTables.Row(true, 1, 1, [$"{i}"], [1.0]))];
        AnnotationTable table = AnnotationTables.Write(folder["many"], [rows], 1, 1);
        var selector = new StratifiedSelector(table, row => Candidate.Plain(row.Groups[0], 1));
        Assert.Throws<CurationException>(() => selector.Survey(CancellationToken.None));
    }
}
