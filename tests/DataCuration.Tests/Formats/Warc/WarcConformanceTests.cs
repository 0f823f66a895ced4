using System.Globalization;
using DataCuration.Conformance;

namespace DataCuration.Tests.Formats.Warc;

/// <summary>Checks the real files beside the repository, if they exist, and always the rules of the comparison.</summary>
public sealed class WarcConformanceTests
{
    [Fact]
    public void Judge_RealFiles_AllPass()
    {
        string folder = Data();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var report = new JudgeReport(output);
        WarcJudge.Judge(folder, report, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        Assert.Equal((38, 0), (report.Passed, report.Failed));
    }

    [Theory]
    [InlineData("derived/flipped-bytes-in-member-4.warc.gz", 9)]
    [InlineData("derived/garbage-between-members.warc.gz", 8)]
    public void Read_DamagedFile_SavesRecords(string name, int sound)
    {
        using WarcReader reader = WarcReader.Open(Path.Combine(Data(), name));
        var losses = new List<WarcLoss>();
        Assert.Equal(sound, reader.ReadRecords(losses.Add).Count(record => record.Problems == WarcRecordProblems.None));
        Assert.Single(losses);
    }

    [Theory]
    [InlineData("""{"records": 1, "types": {"resource": 1}, "responses": []}""", 1, 0)]
    [InlineData("""{"records": 2, "types": {"resource": 2}, "responses": []}""", 0, 1)]
    [InlineData("""{"records": 1, "types": {"response": 1}, "responses": [{"uri": "http://x/", "status": "200", "content_type": null, "payload_bytes": 1, "payload_sha1": "00"}]}""", 0, 1)]
    [InlineData("""{"records": 1, "types": {"response": 1}, "responses": [{"uri": "\u0000\u0001", "status": null, "content_type": null, "payload_bytes": 0, "payload_sha1": "00"}]}""", 1, 0)]
    public void Judge_OneRecord_PassesOrFails(string expected, int passed, int failed)
    {
        using var folder = new TestKit.TemporaryFolder();
        folder.Write("a.warc", WarcBytes.Record("resource", "a"));
        folder.Write(WarcJudge.ExpectedName, $$"""{"a.warc": {{expected}}}""");
        var report = new JudgeReport(TextWriter.Null);
        WarcJudge.Judge(folder.Path, report, TestContext.Current.CancellationToken);
        Assert.Equal((passed, failed), (report.Passed, report.Failed));
    }

    private static string Data()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "DataCuration.sln"))) root = root.Parent;
        string? folder = root?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data", "extraction", "warc") : null;
        if (folder is null || !File.Exists(Path.Combine(folder, WarcJudge.ExpectedName)))
            Assert.Skip("The real crawl files (../shared/data/extraction/warc) are not there.");
        return folder;
    }
}
