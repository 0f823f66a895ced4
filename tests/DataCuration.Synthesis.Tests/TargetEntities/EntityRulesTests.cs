namespace DataCuration.Synthesis.Tests;

public sealed class EntityRulesTests
{
    [Theory]
    [InlineData("pulmonary embolism", true)]
    [InlineData("asthma", true)]
    [InlineData("fever", false)] // five characters
    [InlineData("12345678", false)]
    [InlineData("1,234.5 %", false)]
    [InlineData("2019-12-31", false)]
    [InlineData("vitamin B12", true)]
    [InlineData("interleukin (IL-6)", true)]
    [InlineData("interleukin (IL-6", false)]
    [InlineData("IL-6) receptor", false)]
    [InlineData("a [b (c) d] {e}", true)]
    [InlineData("a [b (c] d)", false)]
    [InlineData("a (b] cdef", false)]
    [InlineData("damaged \uFFFD text", false)]
    [InlineData("\U00010400\U00010401\U00010402", false)] // three code points, six UTF-16 units
    [InlineData("", false)]
    public void IsEntity_Fixtures_FollowTheFilters(string entity, bool expected) => Assert.Equal(expected, EntityRules.IsEntity(entity));

    [Fact]
    public void Normalize_WhiteSpace_BecomesOneSpace() => Assert.Equal("a b c", EntityRules.Normalize(" a\t b\n\u00A0c "));
}
