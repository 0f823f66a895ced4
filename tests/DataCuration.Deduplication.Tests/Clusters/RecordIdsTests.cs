namespace DataCuration.Deduplication.Tests.Clusters;

public sealed class RecordIdsTests
{
    [Theory]
    [InlineData(0, 0L)]
    [InlineData(5, 7L)]
    [InlineData(RecordIds.MaxShards - 1, (1L << 34) - 1)]
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
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.CreateForIndex(0, RecordIds.Create(0, 1L << 34)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecordIds.CreateForIndex(0, -1));
    }

    [Fact]
    public void CreateForIndex_Order_IsThatOfIndexesAndRecords()
    {
        long[] ids =
        [
            RecordIds.CreateForIndex(0, RecordIds.Create(0, 0)), RecordIds.CreateForIndex(0, RecordIds.Create(0, 9)),
            RecordIds.CreateForIndex(0, RecordIds.Create(70_000, 1)), RecordIds.CreateForIndex(1, RecordIds.Create(0, 0)),
            RecordIds.CreateForIndex(127, RecordIds.Create(RecordIds.MaxShards - 1, (1L << 34) - 1)), RecordIds.Create(0, 0),
        ];
        Assert.Equal(ids.Order(), ids);
    }
}
