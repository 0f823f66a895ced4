using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Rules;

/// <summary>The forms of dates. What has two meanings, or takes a part of the clock, is refused.</summary>
public sealed class DateFormTests
{
    [Theory]
    [InlineData("2024", "2024-01-01T00:00:00.0000000+00:00")]
    [InlineData("2024-05", "2024-05-01T00:00:00.0000000+00:00")]
    [InlineData("2024-05-02", "2024-05-02T00:00:00.0000000+00:00")]
    [InlineData("20240502", "2024-05-02T00:00:00.0000000+00:00")]
    [InlineData(" 2024-05-02 ", "2024-05-02T00:00:00.0000000+00:00")]
    [InlineData("2024-05-02T12:30", "2024-05-02T12:30:00.0000000+00:00")]
    [InlineData("2024-05-02T12:30Z", "2024-05-02T12:30:00.0000000+00:00")]
    [InlineData("2024-05-02 12:30:15", "2024-05-02T12:30:15.0000000+00:00")]
    [InlineData("2024-05-02T12:30:15.5-02:00", "2024-05-02T12:30:15.5000000-02:00")]
    [InlineData("2024-05-02T12:30:15.123456789Z", "2024-05-02T12:30:15.1234567+00:00")]
    [InlineData("20240502123015", "2024-05-02T12:30:15.0000000+00:00")]
    [InlineData("Thu, 02 May 2024 12:30:15 GMT", "2024-05-02T12:30:15.0000000+00:00")]
    public void TryRead_Form_GivesItsFirstMoment(string text, string expected)
    {
        Assert.True(DateFilter.TryRead(text, out DateTimeOffset date));
        Assert.Equal(expected, date.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12:00")]
    [InlineData("May 1")]
    [InlineData("05/01/2024")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("0000-00-00")]
    [InlineData("1714557600")]
    [InlineData(".")]
    [InlineData("2024-05-02.")]
    public void Apply_OtherText_IsAFaultOfTheDocument(string text)
    {
        using var calls = new StageCalls(new DateFilter { From = DateTimeOffset.UnixEpoch });
        Document document = new Document("page-7", "x").With(new AnnotationKey<string>("date"), text);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => calls.Apply(document));
        Assert.Contains("page-7", e.Message, StringComparison.Ordinal);
    }
}
