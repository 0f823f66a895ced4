namespace DataCuration.Extraction.Tests.Metadata;

public sealed class RealPagesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("aeb", 0.8)]
    [InlineData("wcxb", 0.4)]
    public void Read_RealPages_FindsTitlesAndDates(string set, double dated)
    {
        Assert.SkipWhen(SharedPages.Folder is null, SharedPages.Missing);
        var parser = new HtmlParser();
        int pages = 0, titles = 0, authors = 0, dates = 0, languages = 0, broken = 0;
        foreach ((string name, byte[] html) in SharedPages.Read(set))
        {
            PageMetadata metadata = PageMetadataReader.Read(parser.Parse(html), null);
            pages++;
            if (metadata.Title is not null) titles++;
            if (metadata.Authors.Count > 0) authors++;
            if (metadata.Published is not null) dates++;
            if (metadata.Language is not null) languages++;
            broken += metadata.BrokenJsonLd;
            output.WriteLine($"{name}: '{metadata.Title}' by '{string.Join("', '", metadata.Authors)}' on {metadata.Published:O} in {metadata.Language} "
                + $"at '{metadata.SiteName}' [{string.Join(' ', metadata.SchemaTypes.Take(3))}] broken {metadata.BrokenJsonLd} body "
                + $"{metadata.ArticleBody?.Length}");
        }
        output.WriteLine($"{set}: {pages} pages, {titles} titles, {authors} authors, {dates} dates, {languages} languages, {broken} broken scripts");
        Assert.True(titles >= 0.98 * pages, $"{titles} titles of {pages} pages");
        Assert.True(dates >= dated * pages, $"{dates} dates of {pages} pages");
    }
}
