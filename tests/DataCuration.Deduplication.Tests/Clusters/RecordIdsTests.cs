namespace DataCuration.Deduplication.Tests.Clusters;

public sealed class RecordIdsTests
{
    [Theory]
    [InlineData(0, 0L)]
    [InlineData(5, 7L)]
    [InlineData(65_535, (1L << 40) - 1)]
    public void Parse_Ids_GivesWhatTheyWereMadeOf(int shard, long record)
    {
        long id = RecordIds.Create(shard, record);
        Assert.True(id >= 0);
        Assert.Equal(new MatchedRecord(null, shard, record), RecordIds.Parse(id));
        foreach (int index in (int[])[0, 3, 127])
        {
            Assert.True(RecordIds.CreateForIndex(index, id) < 0);
            Assert.Equal(new MatchedRecord(index, shard, record), RecordIds.Parse(RecordIds.CreateForIndex(index, id)));
        }
    }

    [Fact]
    public void Create_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.Create(RecordIds.MaxShards, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.Create(0, 1L << 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.CreateForIndex(128, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.CreateForIndex(0, RecordIds.Create(65_536, 0)));
    }
}
