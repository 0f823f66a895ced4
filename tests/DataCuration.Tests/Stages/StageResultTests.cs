namespace DataCuration.Tests.Stages;

public sealed class StageResultTests
{
    [Fact]
    public void Results_EachKind_SaysOnlyWhatItIs()
    {
        var document = new Document("a", "t");
        StageResult keep = StageResult.Keep, replace = StageResult.Replace(document), drop = StageResult.Drop("too_short");
        Assert.Equal((true, false, false), (keep.IsKeep, keep.IsReplace, keep.IsDrop));
        Assert.Equal((false, true, false), (replace.IsKeep, replace.IsReplace, replace.IsDrop));
        Assert.Equal((false, false, true), (drop.IsKeep, drop.IsReplace, drop.IsDrop));
        Assert.Same(document, replace.Document);
        Assert.Equal("too_short", drop.Reason);
        Assert.Null(replace.Reason);
        Assert.Null(drop.Document);
        Assert.Equal(default, keep);
        Assert.True(drop == StageResult.Drop("too_short"));
        Assert.True(drop != keep);
    }

    [Fact]
    public void Drop_WithAnnotatedDocument_IsADropOnly()
    {
        var annotated = new Document("a", "t");
        StageResult drop = StageResult.Drop("too_short", annotated);
        Assert.Equal((false, false, true), (drop.IsKeep, drop.IsReplace, drop.IsDrop));
        Assert.Equal("too_short", drop.Reason);
        Assert.Same(annotated, drop.DroppedDocument);
        Assert.Null(drop.Document);
        Assert.Null(StageResult.Drop("too_short").DroppedDocument);
        Assert.Equal("drop (too_short)", drop.ToString());
    }

    [Fact]
    public void Results_NothingToSay_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => StageResult.Replace(null!));
        Assert.Throws<ArgumentException>(() => StageResult.Drop(""));
    }
}
