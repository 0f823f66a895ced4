using System.Runtime.InteropServices;
using CsCheck;

namespace DataCuration.Synthesis.Tests.Mixing;

public sealed class ReplayChoiceReaderTests
{
    [Fact]
    public void Read_DocumentsOfAnyLength_MissesTheWantedTokensByHalfADocumentAtMost() =>
        Gen.Select(Gen.OneOf(Gen.Long[0, 30], Gen.Long[0, 5_000]).Array[0, 60], Gen.Double[0, 3_000]).Sample((lengths, wanted) =>
        {
            List<long> taken = Choose(lengths, wanted);
            double missing = wanted - taken.Sum(document => lengths[document]);
            if (missing < 0) Assert.True(-missing <= lengths[taken[^1]] / 2.0); // the last one brought the sum nearer to the wanted number
            else if (missing >= ReplayChoiceReader.Enough)
                Assert.All(Enumerable.Range(0, lengths.Length).Where(i => !taken.Contains(i)), left => Assert.True(lengths[left] > 2 * missing));
            Assert.Equal(taken.Order(), taken);
        });

    [Fact]
    public void Read_LongDocumentFirst_PassesOverItForTheNextOnes() => Assert.Equal([1, 2, 4], Choose([5_000, 40, 40, 300, 25, 40], 100));

    [Fact]
    public void Read_EnoughTokens_ReadsNoFurther()
    {
        var entries = new Entries([10, 10, 10, 10]);
        using var chosen = new ReplayChoiceReader(entries, 20);
        while (chosen.Read()) _ = chosen.Record;
        Assert.Equal(2, entries.Reads);
    }

    private static List<long> Choose(long[] lengths, double wanted)
    {
        var taken = new List<long>();
        using var chosen = new ReplayChoiceReader(new Entries(lengths), wanted);
        while (chosen.Read()) taken.Add(chosen.Get<MixEntry>().Number);
        return taken;
    }

    private sealed class Entries(long[] lengths) : RecordReader
    {
        private readonly byte[] record = new byte[MixEntry.Size];

        public int Reads { get; private set; }

        public override ReadOnlySpan<byte> Record => record;

        public override bool Read()
        {
            if (Reads == lengths.Length) return false;
            MemoryMarshal.Write(record, new MixEntry((ulong)Reads, lengths[Reads], 0, Reads));
            Reads++;
            return true;
        }
    }
}
