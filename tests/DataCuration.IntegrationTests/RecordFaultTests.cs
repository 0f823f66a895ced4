using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: bad records. Each goes to quarantine with position and reason, the others are processed, and the counts are complete.</summary>
public sealed class RecordFaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{\"id\":\"bad\",\"text\":\"no end", RecordFaultReasons.InvalidJson)]
    [InlineData("{\"id\":\"bad\",\"text\":\"a\"} trailing", RecordFaultReasons.InvalidJson)]
    [InlineData("{\"id\":\"bad\"}", RecordFaultReasons.MissingText)]
    [InlineData("{\"id\":\"bad\",\"text\":null}", RecordFaultReasons.TextNotString)]
    [InlineData("{\"id\":[1],\"text\":\"a\"}", RecordFaultReasons.IdNotScalar)]
    [InlineData("[1,2]", RecordFaultReasons.NotAnObject)]
    [InlineData("{\"text\":\"\\ud800\"}", RecordFaultReasons.LoneSurrogate)]
    public async Task Write_BadRecord_GoesToQuarantine(string record, string reason)
    {
        (JsonElement fault, long offset) = await OneFault(Encoding.UTF8.GetBytes(record), reason);
        Assert.Equal(record, fault.GetProperty("raw").GetString());
        Assert.Equal(record.Length, fault.GetProperty("length").GetInt64());
        Assert.Equal(offset, fault.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task Write_BrokenUtf8_GoesToQuarantineWithItsBytes()
    {
        byte[] record = [.. "{\"id\":\"bad\",\"text\":\"a"u8, 0xC3, 0x28, .. "\"}"u8];
        (JsonElement fault, _) = await OneFault(record, RecordFaultReasons.InvalidUtf8);
        Assert.Equal(record, fault.GetProperty("raw_base64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Write_BadRecordUnderFail_FailsTheShardAndNamesThePlace()
    {
        string input = folder.Write("in.jsonl", "{\"text\":\"fine\"}\n{bad\n");
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Corpus.FromJsonl(input).WriteJsonlAsync("out", run));
        Assert.Contains("in.jsonl, offset 16: invalid_json", error.Message, StringComparison.Ordinal);
        Assert.Empty(OutputFiles("out"));
    }

    [Fact]
    public void Write_LineOf200Megabytes_IsAFaultAndNeverHeldInMemory()
    {
        const long LineBytes = 200_000_000;
        string input = folder["long.jsonl"];
        byte[] chunk = new byte[1_000_000];
        chunk.AsSpan().Fill((byte)'x');
        using (FileStream file = File.Create(input))
        {
            file.Write("{\"id\":\"before\",\"text\":\"one two three four five six seven eight\",\"topic\":\"a\"}\n{\"id\":\"long\",\"text\":\""u8);
            for (long written = 0; written < LineBytes; written += chunk.Length) file.Write(chunk);
            file.Write("\"}\n{\"id\":\"after\",\"text\":\"one two three four five six seven eight\",\"topic\":\"a\"}\n"u8);
        }
        // Of the seven shards, five start inside the line. The line must be one fault, not six.
        using var worker = WorkerProcess.Start($"input={input}", $"target={input}", $"work={folder["work"]}", "workers=2",
            $"shard-bytes={32 << 20}", "only-first");
        worker.ReadToEnd();
        Assert.True(worker.ExitCode == 0, string.Join('\n', worker.Lines.TakeLast(2)));
        RunReport report = RunReport.Load(folder.Combine("work", "plain"));
        Assert.Equal((3, 2, 1), (report.Records, report.Kept, report.Faulted));
        JsonElement fault = Quarantine("plain").Single();
        Assert.Equal(RecordFaultReasons.RecordTooLong, fault.GetProperty("reason").GetString());
        Assert.Equal(LineBytes + "{\"id\":\"long\",\"text\":\"\"}".Length, fault.GetProperty("length").GetInt64());
        Assert.True(fault.GetProperty("raw").GetString()!.Length <= RecordFault.MaxRawBytes);
        // The limit is 64 MiB a record, for two workers. One copy of the line as bytes and one as text would be 600 MB.
        long peak = long.Parse(worker.Lines.Single(line => line.StartsWith("peak ", StringComparison.Ordinal))[5..], CultureInfo.InvariantCulture);
        Assert.InRange(peak, 1, 450_000_000);
    }

    [Fact]
    public async Task Write_MoreFaultsThanAllowed_FailsAndKeepsTheQuarantine()
    {
        string input = folder.Write("in.jsonl", "{\"text\":\"fine\"}\n{bad\n{\"text\":\"fine\"}\n{bad\n");
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"], Faults = FaultPolicy.Quarantine(0.4) });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Corpus.FromJsonl(input).WriteJsonlAsync("out", run));
        Assert.Contains("2 faults in 4 documents", error.Message, StringComparison.Ordinal);
        string quarantine = folder.Combine("work", "out", ".curation", "quarantine", "part-00000.failed.jsonl");
        Assert.Contains(quarantine, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(quarantine).Length);
        Assert.Empty(OutputFiles("out"));

        // After the repair the shard succeeds, and the files of the failure are deleted.
        File.WriteAllText(input, "{\"text\":\"fine\"}\n{bad\n{\"text\":\"fine\"}\n");
        await Corpus.FromJsonl(input).WriteJsonlAsync("out", run);
        Assert.False(File.Exists(quarantine));
        Assert.Single(Quarantine("out"));
    }

    private async Task<(JsonElement Fault, long Offset)> OneFault(byte[] record, string reason)
    {
        byte[] before = "{\"id\":\"a\",\"text\":\"first\"}\n"u8.ToArray();
        string input = folder.Write("in.jsonl", [.. before, .. record, .. "\n{\"id\":\"b\",\"text\":\"drop me\"}\n{\"id\":\"c\",\"text\":\"last\"}\n"u8]);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"], Faults = FaultPolicy.Quarantine(0.5) });
        Corpus written = await Corpus.FromJsonl(input).Where(doc => doc.Text != "drop me").WriteJsonlAsync("out", run);
        var kept = new List<string>();
        await foreach (Document document in written.AsAsyncEnumerable(run)) kept.Add(document.Id);
        Assert.Equal(["a", "c"], kept);
        RunReport report = RunReport.Load(folder.Combine("work", "out"));
        Assert.Equal((4, 2, 1, 1), (report.Records, report.Kept, report.Dropped, report.Faulted));
        JsonElement fault = Quarantine("out").Single();
        Assert.Equal(reason, fault.GetProperty("reason").GetString());
        Assert.Equal("in.jsonl", fault.GetProperty("source").GetString());
        return (fault, before.Length);
    }

    private JsonElement[] Quarantine(string output) =>
        [.. Directory.GetFiles(folder.Combine("work", output, ".curation", "quarantine")).SelectMany(File.ReadAllLines)
            .Select(line => JsonDocument.Parse(line).RootElement)];

    private string[] OutputFiles(string output) => Directory.GetFiles(folder.Combine("work", output), "*", SearchOption.TopDirectoryOnly);
}
