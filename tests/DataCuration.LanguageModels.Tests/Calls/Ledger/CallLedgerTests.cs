using DataCuration.TestKit;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

public sealed class CallLedgerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Record_ThenReopen_FindsTheWholeAnswer()
    {
        LanguageModelAnswer answer = Loopback.Answer("Zeile 1\nline 2 \u0000 \U0001F600", 7, 3) with
        {
            ServedBy = "m-2026",
            Latency = TimeSpan.FromMilliseconds(12.5),
            TokensAreEstimated = true
        };
        LanguageModelCall call = Loopback.Call("prompt") with { Parameters = new CallParameters { Temperature = 0.5f, StopSequences = ["\n"] } };
        using (CallLedger ledger = CallLedger.Open(folder.Path))
            ledger.Record(call.KeyFor("m"), Loopback.Entry(answer, parameters: call.Parameters.ToString()));
        using CallLedger again = CallLedger.Open(folder.Path);
        Assert.Equal(answer with { FromLedger = true }, again.Find(call, "m"));
        Assert.Null(again.Find(call, "other"));
        Assert.Null(again.Find(call with { Attempt = 1 }, "m"));
        LedgerEntry entry = Assert.Single(again.ReadAll());
        Assert.Equal(("d1", "test", "1", 0, "temperature=0.5 stop=\"\\n\""),
            (entry.DocumentId, entry.Task, entry.PromptVersion, entry.Attempt, entry.Parameters));
        Assert.Empty(again.Damage);
        Assert.Equal(new TokenCounts(7, 3), again.Spending.Spent["m"]);
    }

    [Fact]
    public void Key_AnyPart_ChangesIt()
    {
        LanguageModelCall call = Loopback.Call("prompt");
        LanguageModelCall[] others =
        [
            call with { DocumentId = "d2" }, call with { Task = "other" }, call with { PromptVersion = "2" }, call with { Attempt = 1 },
            call with { Messages = [new ChatMessage(ChatRole.User, "prompt ")] }, call with { Messages = [new ChatMessage(ChatRole.System, "prompt")] },
            call with { Messages = [new ChatMessage(ChatRole.User, "pro"), new ChatMessage(ChatRole.User, "mpt")] },
            call with { Parameters = new CallParameters { Temperature = 0.1f } }, call with { Parameters = new CallParameters { Temperature = null } },
            call with { Parameters = new CallParameters { MaxOutputTokens = 5 } },
            call with { Parameters = new CallParameters { Seed = 5 } }, call with { Parameters = new CallParameters { TopP = 0.5f } },
            call with { Parameters = new CallParameters { JsonSchema = "" } },
            call with { Parameters = new CallParameters { JsonSchema = "{}" } }, call with { Parameters = new CallParameters { StopSequences = ["a"] } },
            call with { Parameters = new CallParameters { StopSequences = ["a", "b"] } },
            call with { Parameters = new CallParameters { StopSequences = ["a stop=b"] } },
            call with { Parameters = new CallParameters { StopSequences = ["a\" stop=\"b"] } },
            call with { DocumentId = "d1t", Task = "est" },
        ];
        UInt128[] keys = [call.KeyFor("m"), call.KeyFor("m2"), .. others.Select(other => other.KeyFor("m"))];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(call.KeyFor("m"), Loopback.Call("prompt").KeyFor("m"));
    }

    [Fact]
    public void Open_TornTail_IsCutOffAndReportedAndTheRestIsKept()
    {
        (long[] ends, byte[] whole) = Fill(6);
        string path = File(0);
        for (long length = 0; length <= whole.Length; length += length < ends[0] + 40 ? 1 : 11)
        {
            System.IO.File.WriteAllBytes(path, whole[..(int)length]);
            int complete = ends.Count(end => end <= length);
            long kept = complete == 0 ? 0 : ends[complete - 1];
            using (CallLedger ledger = CallLedger.Open(folder.Path))
            {
                Assert.Equal(complete, ledger.Count);
                if (length == kept) Assert.Empty(ledger.Damage);
                else Assert.Equal(new LedgerDamage { File = path, Offset = kept, Length = length - kept, CutOff = true }, Assert.Single(ledger.Damage));
                Record(ledger, 99); // the next record replaces the torn one
            }
            using CallLedger again = CallLedger.Open(folder.Path);
            Assert.Empty(again.Damage);
            Assert.Equal(complete + 1, again.Count);
        }
    }

    [Fact]
    public void Open_AnyByteChanged_LosesAtMostItsRecordAndReportsIt()
    {
        (long[] ends, byte[] whole) = Fill(4);
        string path = File(0);
        for (int at = 0; at < whole.Length; at += 2)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            System.IO.File.WriteAllBytes(path, damaged);
            int hit = ends.Count(end => end <= at);
            using CallLedger ledger = CallLedger.Open(folder.Path);
            Assert.Equal(3, ledger.Count);
            for (int i = 0; i < 4; i++) Assert.Equal(i != hit, ledger.Find(Loopback.Call("p" + i), "m") is not null);
            LedgerDamage damage = Assert.Single(ledger.Damage);
            Assert.Equal((hit == 0 ? 0 : ends[hit - 1], hit == 3), (damage.Offset, damage.CutOff));
        }
    }

    [Fact]
    public void Open_OtherRanksFiles_AreReadAndNotChanged()
    {
        using (CallLedger zero = CallLedger.Open(folder.Path, 0)) Record(zero, 1);
        System.IO.File.AppendAllText(File(0), "half a rec");
        byte[] before = System.IO.File.ReadAllBytes(File(0));
        using (CallLedger one = CallLedger.Open(folder.Path, 1))
        {
            Assert.NotNull(one.Find(Loopback.Call("p1"), "m"));
            Assert.False(Assert.Single(one.Damage).CutOff);
            Record(one, 2);
        }
        Assert.Equal(before, System.IO.File.ReadAllBytes(File(0)));
        using CallLedger again = CallLedger.Open(folder.Path, 0);
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public void Open_FileInUse_Throws()
    {
        using CallLedger first = CallLedger.Open(folder.Path);
        IOException e = Assert.Throws<IOException>(() => CallLedger.Open(folder.Path));
        Assert.Contains("another process", e.Message, StringComparison.Ordinal);
        using CallLedger other = CallLedger.Open(folder.Path, 1);
        Assert.Equal(0, other.Count);
    }

    [Fact]
    public void Open_RandomBytes_GivesAnEmptyLedger()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            byte[] noise = new SeededBytes(seed).Fill(new byte[20_000]);
            // Markers everywhere, with random lengths: heads with a wrong hash must not allocate their length.
            for (int i = 0; i + 40 < noise.Length; i += 40) LedgerRecord.Marker.CopyTo(noise.AsSpan(i));
            System.IO.File.WriteAllBytes(File(0), noise);
            using CallLedger ledger = CallLedger.Open(folder.Path);
            Assert.Equal(0, ledger.Count);
            Assert.Equal(20_000, Assert.Single(ledger.Damage).Length);
            Assert.Equal(0, new FileInfo(File(0)).Length);
        }
    }

    [Fact]
    public void Serialize_RecordTooLargeToReadBack_Throws()
    {
        LedgerEntry entry = Loopback.Entry(Loopback.Answer(new string('\u4E00', 100)));
        int body = LedgerRecord.Serialize(1, entry).Length - LedgerRecord.HeadBytes;
        Assert.Equal(body + LedgerRecord.HeadBytes, LedgerRecord.Serialize(1, entry, body).Length);
        ArgumentException e = Assert.Throws<ArgumentException>(() => LedgerRecord.Serialize(1, entry, body - 1));
        Assert.Contains("document 'd1'", e.Message, StringComparison.Ordinal);
        // The largest record within the limits fits: six bytes per character, the server's two names, and a kilobyte for the fixed parts.
        long largest = 6L * (EndpointOptions.LargestAnswerChars + LanguageModelCall.MaxNameChars + 2 * (ClientRequest.MaxNameChars + 1))
            + ushort.MaxValue + 1_024;
        Assert.True(largest <= LedgerRecord.MaxBodyBytes, $"{largest}");
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { MaxAnswerChars = EndpointOptions.LargestAnswerChars + 1 });
    }

    [Fact]
    public async Task Call_NamesTooLongToRecord_ThrowsBeforeAnythingIsSent()
    {
        using var loopback = new Loopback();
        LanguageModelCalls calls = loopback.Calls();
        LanguageModelCall[] tooLong = [Loopback.Call("x", new string('d', LanguageModelCall.MaxNameChars)),
            Loopback.Call("x") with { Model = new string('m', 70_000) }];
        foreach (LanguageModelCall call in tooLong)
            await Assert.ThrowsAsync<ArgumentException>(() => calls.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.Equal(0, loopback.Server.Requests);
    }

    [Fact]
    public void Record_FileWrittenByAnotherProcess_ThrowsAndOverwritesNothing()
    {
        // This can happen on a file system without locks.
        byte[] both;
        using (CallLedger ledger = CallLedger.Open(folder.Path))
        {
            Record(ledger, 1);
            System.IO.File.Copy(File(0), folder["copy"]);
            using (CallLedger elsewhere = CallLedger.Open(folder["elsewhere"])) Record(elsewhere, 2);
            using (FileStream file = new(File(0), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                file.Write(System.IO.File.ReadAllBytes(folder["elsewhere/calls-00000.ledger"]));
            both = ReadShared(File(0));
            RunStoppedException e = Assert.Throws<RunStoppedException>(() => Record(ledger, 3));
            Assert.Contains("another process", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(both, System.IO.File.ReadAllBytes(File(0)));
        using CallLedger again = CallLedger.Open(folder.Path);
        Assert.Equal(2, again.Count);
        Assert.Empty(again.Damage);

        static byte[] ReadShared(string path)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public void Open_CallPaidByTwoRanks_CountsTwiceButIsFoundOnce()
    {
        using (CallLedger zero = CallLedger.Open(folder.Path, 0))
        using (CallLedger one = CallLedger.Open(folder.Path, 1))
        {
            Record(zero, 1);
            Record(one, 1);
        }
        using CallLedger again = CallLedger.Open(folder.Path, 2);
        Assert.Equal((1, new TokenCounts(2, 2)), (again.Count, again.Spending.Spent["m"]));
        Assert.Single(again.ReadAll());
    }

    [Fact]
    public void Record_CachedTokens_AreReadBackAndCounted()
    {
        LanguageModelAnswer answer = Loopback.Answer("a", 100, 3) with { CachedInputTokens = 64 };
        using (CallLedger ledger = CallLedger.Open(folder.Path))
        {
            ledger.Record(7, Loopback.Entry(answer));
            ledger.Record(8, Loopback.Entry(answer with { CachedInputTokens = 0 }, "d2"));
        }
        using CallLedger again = CallLedger.Open(folder.Path);
        Assert.Equal((64, 0), (again.Find((UInt128)7)!.CachedInputTokens, again.Find((UInt128)8)!.CachedInputTokens));
        Assert.Equal(new TokenCounts(200, 6, 64), again.Spending.Spent["m"]);
    }

    [Fact]
    public void Open_RecordsOfAllSizesAndDamageBetween_FindsTheRest()
    {
        // Records smaller and larger than the scan's buffer.
        int[] sizes = [10, 700_000, 3_000_000, 5, 1_100_000, 900_000, 1, 2_000_000];
        var ends = new List<long> { 0 };
        using (CallLedger ledger = CallLedger.Open(folder.Path))
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                ledger.Record((UInt128)(i + 1), Loopback.Entry(Loopback.Answer(new string((char)('a' + i), sizes[i])), "d"));
                ends.Add(new FileInfo(File(0)).Length);
            }
        }
        byte[] whole = System.IO.File.ReadAllBytes(File(0));
        for (int hit = 0; hit < sizes.Length; hit++)
        {
            byte[] damaged = [.. whole];
            damaged[(ends[hit] + ends[hit + 1]) / 2] ^= 1;
            System.IO.File.WriteAllBytes(File(0), damaged);
            using CallLedger ledger = CallLedger.Open(folder.Path);
            Assert.Equal((ends[hit], ends[hit + 1] - ends[hit]), Assert.Single(ledger.Damage) is var damage ? (damage.Offset, damage.Length) : default);
            for (int i = 0; i < sizes.Length; i++) Assert.Equal(i == hit ? null : sizes[i], ledger.Find((UInt128)(i + 1))?.Text.Length);
        }
    }

    [Fact]
    public void Record_FromManyThreads_KeepsAll()
    {
        using (CallLedger ledger = CallLedger.Open(folder.Path)) Parallel.For(0, 2_000, i => Record(ledger, i));
        using CallLedger again = CallLedger.Open(folder.Path);
        Assert.Equal(2_000, again.Count);
        for (int i = 0; i < 2_000; i++) Assert.Equal("a" + i, again.Find(Loopback.Call("p" + i), "m")!.Text);
    }

    private static void Record(CallLedger ledger, int i) => ledger.Record(Loopback.Call("p" + i).KeyFor("m"), Loopback.Entry(Loopback.Answer("a" + i)));

    private string File(int rank) => folder[$"calls-{rank:D5}.ledger"];

    private (long[] Ends, byte[] Whole) Fill(int records)
    {
        var ends = new long[records];
        using (CallLedger ledger = CallLedger.Open(folder.Path))
        {
            for (int i = 0; i < records; i++)
            {
                Record(ledger, i);
                ends[i] = new FileInfo(File(0)).Length;
            }
        }
        return (ends, System.IO.File.ReadAllBytes(File(0)));
    }
}
