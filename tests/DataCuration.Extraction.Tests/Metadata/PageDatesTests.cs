using System.Globalization;

namespace DataCuration.Extraction.Tests.Metadata;

public sealed class PageDatesTests
{
    [Theory]
    [InlineData("3. März 2019", "2019-03-03")]
    [InlineData("1er août 2020", "2020-08-01")]
    [InlineData("21 de septiembre de 2018", "2018-09-21")]
    [InlineData("9 DICIEMBRE 2018", "2018-12-09")]
    [InlineData("5 марта 2021 г.", "2021-03-05")]
    [InlineData("12 października 2017", "2017-10-12")]
    [InlineData("2019年3月3日", "2019-03-03")]
    [InlineData("2019년 12월 31일", "2019-12-31")]
    [InlineData("31. Februar 2019", null)]
    [InlineData("3. März", null)]
    [InlineData("März 2019", null)]
    [InlineData("3. Märzen 2019", null)]
    [InlineData("3. März 2019 und mehr", null)]
    [InlineData("2019 年 3 月 3 日", "2019-03-03")]
    [InlineData("2019年3月", null)]
    [InlineData("年月日", null)]
    public void TryParse_DayWrittenOut_IsReadInManyLanguages(string text, string? expected) =>
        Assert.Equal(expected, PageDates.TryParse(text, out DateOnly day, out _)
            ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null);

    [Theory]
    [InlineData("2021-03-04", "2021-03-04", "")]
    [InlineData("2021-3-4", "2021-03-04", "")]
    [InlineData("20210304", "2021-03-04", "")]
    [InlineData("2021/03/04", "2021-03-04", "")]
    [InlineData(" 2021-03-04T10:20:30Z ", "2021-03-04", "2021-03-04T10:20:30.0000000+00:00")]
    [InlineData("2021-03-04T10:20:30.123456Z", "2021-03-04", "2021-03-04T10:20:30.1234560+00:00")]
    [InlineData("2021-03-04T23:20+02:00", "2021-03-04", "2021-03-04T23:20:00.0000000+02:00")]
    [InlineData("2021-03-04T23:20:00-0800", "2021-03-04", "2021-03-04T23:20:00.0000000-08:00")]
    [InlineData("2021-03-04 23:20:00 +0000", "2021-03-04", "2021-03-04T23:20:00.0000000+00:00")]
    [InlineData("2021-03-04T10:20:30", "2021-03-04", "")]
    [InlineData("2021-03-04 10:20", "2021-03-04", "")]
    [InlineData("2021-03-04T10:20:30 somewhere", "2021-03-04", "")]
    [InlineData("Thu, 04 Mar 2021 10:20:30 GMT", "2021-03-04", "2021-03-04T10:20:30.0000000+00:00")]
    [InlineData("Thu, 4 Mar 2021 10:20:30 +0100", "2021-03-04", "2021-03-04T10:20:30.0000000+01:00")]
    [InlineData("March 4, 2021", "2021-03-04", "")]
    [InlineData("Mar 4, 2021", "2021-03-04", "")]
    [InlineData("4 March 2021", "2021-03-04", "")]
    [InlineData("March 4, 2021 3:04 PM", "2021-03-04", "")]
    [InlineData("Thursday, March 4, 2021", "2021-03-04", "")]
    [InlineData("04.03.2021", "2021-03-04", "")]
    [InlineData("13/04/2021", "2021-04-13", "")]
    [InlineData("04/13/2021", "2021-04-13", "")]
    [InlineData("04/04/2021", "2021-04-04", "")]
    public void TryParse_Dates_AreRead(string text, string day, string moment)
    {
        Assert.True(PageDates.TryParse(text, out DateOnly parsed, out DateTimeOffset? at));
        Assert.Equal(day, parsed.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(moment, at?.ToString("O", CultureInfo.InvariantCulture) ?? "");
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021")]
    [InlineData("2021-02-30")]
    [InlineData("03/04/2021")]
    [InlineData("yesterday")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("1614852030")]
    [InlineData("Wednesday, March 4, 2021")]
    public void TryParse_OtherText_IsNotGuessed(string text) => Assert.False(PageDates.TryParse(text, out _, out _));

    [Fact]
    public void TryParse_OtherCulture_GivesTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.DateTimeFormat.MonthNames = [.. Enumerable.Range(1, 13).Select(static month => $"m{month}")];
            other.DateTimeFormat.DateSeparator = "#";
            CultureInfo.CurrentCulture = other;
            Assert.True(PageDates.TryParse("March 4, 2021", out DateOnly day, out _));
            Assert.Equal(new DateOnly(2021, 3, 4), day);
            Assert.True(PageDates.TryParse("2021/03/04", out day, out _));
            Assert.Equal(new DateOnly(2021, 3, 4), day);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
