using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests.EntiGraph;

/// <summary>
/// Kills a process with SIGKILL at random moments of an EntiGraph run over few, long documents. No recorded call is sent again, only calls in flight at a kill
/// may be paid twice, and the output is that of an undisturbed run, byte for byte.
/// </summary>
public sealed class EntiGraphKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20, Documents = 4, Entities = 30, Triples = 64, Concurrency = 8;

    /// <summary>435 pairs, 64 triples and the entity step for each document.</summary>
    private const int Calls = Documents * (Entities * (Entities - 1) / 2 + Triples + 1);

    private readonly SynthesisServer synthesis = new();

    public void Dispose() => synthesis.Dispose();

    [Fact]
    public async Task Kill_At20RandomMoments_RepeatsNoRecordedCallAndGivesTheSameBytes()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_KILL_SEED") ?? "20261129", CultureInfo.InvariantCulture);
        output.WriteLine($"Seed {seed}: set DATACURATION_KILL_SEED to repeat it with another one.");
        Assert.Equal(2_000, Calls);
        await using (StreamWriter writer = File.CreateText(synthesis.Folder["input.jsonl"]))
            for (int i = 0; i < Documents; i++)
                await writer.WriteLineAsync(JsonSerializer.Serialize(new { id = $"d{i}", text = EntityModel.Make($"d{i}", Entities, filler: 2_000).Text }));
        Assert.Equal($"done {Calls}", await CompleteAsync("undisturbed", "ledger-undisturbed"));
        string expected = synthesis.OutputOf("undisturbed");

        synthesis.Server.Delay = TimeSpan.FromMilliseconds(4);
        var random = new SeededRandom(seed);
        long start = synthesis.Server.Requests;
        Dictionary<string, int> first = new(synthesis.Server.Seen, StringComparer.Ordinal);
        int kills = 0, starts = 0, paidTwice = 0;
        while (kills < Kills)
        {
            Assert.True(++starts <= 60, "The kills do not come about.");
            long before = synthesis.Server.Requests;
            int recorded = Recorded("ledger");
            Assert.True(recorded < Calls, "The run completed before all kills.");
            // Of the calls asked for before this start, only those that were not recorded may come again: at most as many as were in flight at the kill.
            HashSet<string> asked = [.. synthesis.Server.Seen.Where(pair => pair.Value > first[pair.Key]).Select(pair => pair.Key)];
            var again = new List<string>();
            synthesis.Server.OnRequest = request =>
            {
                if (asked.Contains(request.AllText)) lock (again) again.Add(request.AllText);
            };
            // About 95 requests on average: 20 kills are spread over the run.
            long after = 1 + random.NextInt64(190);
            var moment = TimeSpan.FromMicroseconds(random.NextInt64(6_000));
            using (Process worker = Start("work", "ledger"))
            {
                while (synthesis.Server.Requests - before < after && !worker.HasExited) await Task.Delay(1, TestContext.Current.CancellationToken);
                long reached = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(reached) < moment) Thread.SpinWait(20); // a random place within a call, on purpose
                worker.Kill();
                await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (worker.ExitCode == 128 + 9) kills++;
            }
            // A repeated call that is killed in flight again counts for that kill.
            Assert.Equal(again.Count, again.Distinct(StringComparer.Ordinal).Count());
            Assert.True(again.Count <= Concurrency, $"{again.Count} calls were paid twice after one kill.");
            Assert.InRange(synthesis.Server.Requests - before - again.Count - (Recorded("ledger") - recorded), -Concurrency, Concurrency);
            paidTwice += again.Count;
        }
        synthesis.Server.OnRequest = null;
        int known = Recorded("ledger");
        Assert.Equal($"done {Calls - known}", await CompleteAsync("work", "ledger")); // no recorded call is repeated
        long all = synthesis.Server.Requests - start;
        output.WriteLine($"{kills} kills in {starts} starts; {Calls} calls took {all} requests, {paidTwice} of them repeated before the last start");
        Assert.InRange(all, Calls, Calls + kills * Concurrency);
        Assert.Equal(expected, synthesis.OutputOf("work"));

        // A run into another folder is answered from the ledger alone.
        Assert.Equal("done 0", await CompleteAsync("again", "ledger"));
        Assert.Equal(expected, synthesis.OutputOf("again"));
    }

    private int Recorded(string ledger)
    {
        using CallLedger open = CallLedger.Open(synthesis.Folder[ledger], rank: 9); // reads the worker's file like another rank
        return open.Count;
    }

    private async Task<string> CompleteAsync(string work, string ledger)
    {
        using Process worker = Start(work, ledger);
        string said = await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
        return said.Trim();
    }

    private Process Start(string work, string ledger)
    {
        string host =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "DataCuration.Synthesis.Tests.Worker.dll"), synthesis.Server.Address.ToString(),
            synthesis.Folder["input.jsonl"], synthesis.Folder[ledger], synthesis.Folder[work],
            Concurrency.ToString(CultureInfo.InvariantCulture), Triples.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts quicker
        return Process.Start(start)!;
    }
}
