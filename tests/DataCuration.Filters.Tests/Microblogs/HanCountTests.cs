using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Microblogs;

public sealed class HanCountTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("今天 ok, 好!", 3)]
    [InlineData("𠀀㐀豈々〇", 5)]
    [InlineData("かなカナ한글、。😀", 0)]
    public void Count_Examples_CountsIdeographs(string text, int expected) => Assert.Equal(expected, HanCharacters.Count(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Count_AnyText_EqualsTheSumOverRunes() => Gen.Int[0, 0x323FF].Where(Rune.IsValid).Array[0, 20].Sample(points =>
    {
        string text = string.Concat(points.Select(char.ConvertFromUtf32));
        Assert.Equal(points.Count(HanCharacters.IsHan), HanCharacters.Count(Encoding.UTF8.GetBytes(text)));
    });

    [Fact]
    public void Evaluate_Bounds_DropOutsideThem()
    {
        var filter = new HanCountFilter { Min = 2, Max = 3, Annotates = true };
        Assert.Equal("too_few_han", StageCalls.Once(filter, "水").Reason);
        Assert.Equal("too_many_han", StageCalls.Once(filter, "水火土木").Reason);
        Assert.Equal(3, StageCalls.Once(filter, "水火土").Document!.Get(new AnnotationKey<long>("han_count.characters")));
    }
}
