using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

/// <summary>Small files that claim a lot cost no memory, and nothing is lost without a word.</summary>
public sealed class ParquetHostileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("text", 2_000_000_000)]
    [InlineData("n", 20_000_000)]
    public async Task Read_RowsWithoutContent_AreRefused(string column, int rows)
    {
        // The text column of the second file has enough bytes for its rows; they are not read before the check.
        TestColumn text = column == "text" ? ParquetBytes.Texts("text", "x") : ParquetBytes.Texts("text", new string('x', 30_000));
        string message = await ReadAsync(ParquetBytes.Write(rows, text, new TestColumn("n", 1, ParquetBytes.Plain32(1))));
        Assert.Contains("'a.parquet'", message, StringComparison.Ordinal);
        Assert.Contains($"column '{column}' claims {rows} rows", message, StringComparison.Ordinal);
        Assert.Contains("the limit is 16777216 rows", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ManyColumnsWithoutContent_AreRefusedTogether()
    {
        TestColumn[] columns = [ParquetBytes.Texts("text", "x"), .. Enumerable.Range(0, 40).Select(i => new TestColumn($"n{i}", 1, ParquetBytes.Plain32(i)))];
        string message = await ReadAsync(ParquetBytes.Write(10_000_000, columns));
        Assert.Contains("10000000 rows in each of 41 columns", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FixedLengthBeyondTheContent_IsRefusedBeforeMemoryIsTaken()
    {
        string message = await ReadAsync(ParquetBytes.Write(3, new TestColumn("text", 7, [1, 2, 3], 9) { Length = 1 << 30 }));
        Assert.Contains("column 'text': a page of 3 bytes is too short for 3 values", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedFurtherFields_AreOneFieldWithAWarning()
    {
        string path = folder["a.parquet"];
        Duck.Run("COPY (SELECT * FROM (VALUES ('t0', '{\"k\": 1, \"s\": \"a\"}'), ('t1', '{\"k\": '), ('t2', '[1]'), ('t3', NULL), "
            + "('t4', '{\"k\": \"\\ud800\"}')) v(text, other_fields)) "
            + $"TO '{path}' (FORMAT PARQUET, KV_METADATA {{'datacuration.other_fields': 'other_fields'}})");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(path));
        Assert.Equal(["k=1 s=a", "other_fields={\"k\": ", "other_fields=[1]", "", "other_fields={\"k\": \"\\ud800\"}"],
            content.Documents.Select(document => string.Join(' ', document.ListFields().Select(field => $"{field.Key}={field.Value}"))));
        Assert.Contains(content.Warnings, warning => warning.Contains("column 'other_fields' of row 1", StringComparison.Ordinal));
        Assert.True(content.Documents[1].TryGetValue("other_fields", out AnnotationValue kept));
        Assert.Equal("{\"k\": ", kept.AsString());
        Assert.False(content.Documents[0].TryGetValue("other_fields", out _));
    }

    [Fact]
    public async Task Read_TooManyColumns_AreRefused()
    {
        TestColumn[] columns = [ParquetBytes.Texts("text", "x"), .. Enumerable.Range(0, 65_536).Select(_ => new TestColumn("n", 1, ParquetBytes.Plain32(1)))];
        Assert.Contains("it has 65537 columns; the limit is 65536", await ReadAsync(ParquetBytes.Write(1, columns)), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(byte[] file)
    {
        folder.Write("a.parquet", file);
        return (await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"])))).Message;
    }
}
