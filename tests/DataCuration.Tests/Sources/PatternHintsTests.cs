using DataCuration.TestKit;

namespace DataCuration.Tests.Sources;

/// <summary>Mistakes of a new user in a pattern, and the cure in the message.</summary>
public sealed class PatternHintsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PatternHintsTests()
    {
        folder.Write("data/Pool/a.jsonl", "{\"text\":\"a\"}\n");
        folder.Write("data/Pool/b.jsonl.gz", "x");
        folder.Write("data/nested/deep/c.jsonl", "{\"text\":\"c\"}\n");
        folder.Write("data/readme.md", "x");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dta/*.jsonl", "The folder does not exist; '{0}' has the folders 'data'")]
    [InlineData("Data/*.jsonl", "has 'data', which differs in case")]
    [InlineData("data/pool/x/*.jsonl", "has 'Pool', which differs in case")]
    [InlineData("data/Pool/A.jsonl", "The folder has 'a.jsonl', which differs in case")]
    [InlineData("data/Pool/*.json", "The folder has the files 'a.jsonl', 'b.jsonl.gz'")]
    [InlineData("data/Pool/c.jsonl", "The folder has the files 'a.jsonl', 'b.jsonl.gz'")]
    [InlineData("data/nested/*.jsonl", "The folder has no files and has the folders 'deep': '**' in a pattern matches folders of any depth")]
    [InlineData("data/Pool/{a,b}.jsonl", "Only *, ? and ** are wildcards")]
    [InlineData("data/Pool/[ab].jsonl", "Only *, ? and ** are wildcards")]
    public void Find_NoMatch_SaysWhatIsThere(string pattern, string expected)
    {
        var exception = Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(folder[pattern]));
        Assert.Contains($"No file matches '{folder[pattern]}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("{0}", folder.FullPath, StringComparison.Ordinal), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~/data/*.jsonl", "A leading '~' is not expanded")]
    [InlineData("$HOME/data/*.jsonl", "Variables such as $HOME are not expanded")]
    public void Find_ShellSyntax_IsNotExpanded(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_FolderWithManyFiles_NamesSomeAndTheirNumber()
    {
        for (int i = 0; i < 30; i++) folder.Write($"many/{i:D2}.txt", "x");
        Assert.Contains("has 30 files, such as '00.txt', '01.txt', '02.txt', '03.txt', '04.txt'",
            Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(folder["many/*.jsonl"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket/pool/*.jsonl", "aws s3 sync")]
    [InlineData("S3://bucket/pool/a.jsonl", "IFileStore")]
    [InlineData("gs://bucket/a.jsonl", "gcloud storage")]
    [InlineData("az://container/a.jsonl", "az storage blob")]
    [InlineData("abfss://c@account.dfs.core.windows.net/a.jsonl", "az storage blob")]
    [InlineData("hf://datasets/owner/name/*.parquet", "hf download")]
    [InlineData("https://example.org/a.jsonl.gz", "curl -LO 'https://example.org/a.jsonl.gz'")]
    [InlineData("http://example.org/a.jsonl", "curl -LO")]
    [InlineData("hdfs://host/a.jsonl", "mount it or copy the files")]
    [InlineData("file:///data/a.jsonl", "'/data/a.jsonl'")]
    public async Task Find_Address_SaysWhatIsSupported(string pattern, string expected)
    {
        var exception = Assert.Throws<ArgumentException>(() => SourceFiles.Find(pattern));
        Assert.Contains(pattern[..pattern.IndexOf("://", StringComparison.Ordinal)], exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        await Assert.ThrowsAsync<ArgumentException>(() => Corpus.FromJsonl(pattern).WriteJsonlAsync("out", run));
    }

    [Fact]
    public async Task Write_ToAnAddress_IsRefused()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", "a")]);
        using var bucket = new CurationRun(new RunOptions { WorkDirectory = "s3://bucket/work" });
        Assert.Contains("s3://bucket/work", (await Assert.ThrowsAsync<ArgumentException>(() => corpus.WriteJsonlAsync("out", bucket))).Message,
            StringComparison.Ordinal);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        await Assert.ThrowsAsync<ArgumentException>(() => corpus.WriteJsonlAsync("s3://bucket/out", run));
        Assert.False(Directory.Exists("s3:"));
    }

    [Theory]
    [InlineData("c://data")]
    [InlineData("://x")]
    [InlineData("a b://x")]
    [InlineData("1a://x")]
    public void Refuse_NoScheme_IsAPath(string path) => Addresses.Refuse(path);
}
