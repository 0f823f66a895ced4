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
                await writer.WriteLineAsync(JsonSerializer.Serialize(new { id = $"d{i}", text = EntityModel.Make($"d{i}", Entities, filler: 700).Text }));
        Assert.Equal($"done {Calls}", await CompleteAsync("undisturbed", "ledger-undisturbed"));
        string expected = synthesis.OutputOf("undisturbed", "synthetic");

        synthesis.Server.Delay = TimeSpan.FromMilliseconds(4);
        var random = new SeededRandom(seed);
        long undisturbed = synthesis.Server.Requests;
        Dictionary<string, int> first = new(synthesis.Server.Seen, StringComparer.Ordinal);
        int kills = 0, starts = 0, paidTwice = 0;
        while (kills < Kills)
        {
            Assert.True(++starts <= 60, "The kills do not come about.");
            long before = synthesis.Server.Requests;
            HashSet<string> recorded = Recorded("ledger");
            Assert.True(recorded.Count < Calls, "The run completed before all kills.");
            HashSet<string> asked = [.. synthesis.Server.Seen.Where(pair => pair.Value > first[pair.Key]).Select(pair => pair.Key)];
            int lost = asked.Count - recorded.Count; // in flight at earlier kills, and not asked for again since
            var again = new List<string>();
            var wrong = new List<string>();
            // A share of what is left, so that the kills are spread over the run.
            long after = 1 + random.NextInt64(Math.Max(1, (Calls - recorded.Count) / (Kills - kills + 1)));
            var moment = TimeSpan.FromMicroseconds(random.NextInt64(6_000));
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            synthesis.Server.OnRequest = request =>
            {
                if (synthesis.Server.Requests - before >= after) reached.TrySetResult();
                if (recorded.Contains(EntityModel.Answer(request))) lock (wrong) wrong.Add(request.AllText);
                if (asked.Contains(request.AllText)) lock (again) again.Add(request.AllText);
            };
            using (Process worker = Start("work", "ledger"))
            {
                await Task.WhenAny(reached.Task, worker.WaitForExitAsync(TestContext.Current.CancellationToken));
                long start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start) < moment) Thread.SpinWait(20); // a random place within a call, on purpose
                worker.Kill();
                await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (worker.ExitCode == 128 + 9) kills++;
            }
            Assert.Empty(wrong); // no recorded call was repeated
            Assert.Equal(again.Count, again.Distinct(StringComparer.Ordinal).Count());
            Assert.True(again.Count <= lost, $"{again.Count} calls were paid twice, of {lost} that were lost.");
            int lostNow = synthesis.Server.Seen.Count(pair => pair.Value > first[pair.Key]) - Recorded("ledger").Count;
            Assert.True(lostNow - (lost - again.Count) <= Concurrency, $"{lostNow} calls are lost after {lost}: more than were in flight at the kill.");
            paidTwice += again.Count;
        }
        synthesis.Server.OnRequest = null;
        int known = Recorded("ledger").Count;
        Assert.Equal($"done {Calls - known}", await CompleteAsync("work", "ledger")); // no recorded call is repeated
        long all = synthesis.Server.Requests - undisturbed;
        output.WriteLine($"{kills} kills in {starts} starts; {Calls} calls took {all} requests, {paidTwice} of them repeated before the last start");
        Assert.InRange(all, Calls, Calls + kills * Concurrency);
        Assert.Equal(expected, synthesis.OutputOf("work", "synthetic"));

        // A run into another folder is answered from the ledger alone.
        Assert.Equal("done 0", await CompleteAsync("again", "ledger"));
        Assert.Equal(expected, synthesis.OutputOf("again", "synthetic"));
    }

    /// <summary>Returns the recorded answers. The model gives every question an answer of its own.</summary>
    private HashSet<string> Recorded(string ledger)
    {
        using CallLedger open = CallLedger.Open(synthesis.Folder[ledger], rank: 9); // reads the worker's file like another rank
        HashSet<string> answers = [.. open.ReadAll().Select(entry => entry.Answer.Text)];
        Assert.Equal(open.Count, answers.Count);
        return answers;
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
