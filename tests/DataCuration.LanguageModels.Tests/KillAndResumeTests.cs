using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Kills a rating process with SIGKILL several times. No recorded call is sent again, and only calls in flight at a kill may be paid twice.</summary>
public sealed class KillAndResumeTests(ITestOutputHelper output) : IDisposable
{
    private const int Documents = 400, Concurrency = 8;
    private readonly Loopback loopback = new(RuleDrivenRater.Answer);

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_PaysAtMostTheCallsInFlightTwice()
    {
        loopback.Server.Delay = TimeSpan.FromMilliseconds(4);
        string input = loopback.Folder["input"];
        Directory.CreateDirectory(input);
        var random = new SeededRandom(3);
        for (int file = 0; file < 4; file++)
        {
            await using StreamWriter writer = File.CreateText(Path.Combine(input, $"{file}.jsonl"));
            for (int i = 0; i < Documents / 4; i++) await writer.WriteLineAsync(
                JsonSerializer.Serialize(new { id = $"d{file}-{i}", text = RuleDrivenRater.MakeText(random) + $" No. {file} {i}" }));
        }
        int kills = 0;
        foreach (int after in new[] { 1, 40, 90, 150 })
        {
            long before = loopback.Server.Requests;
            HashSet<string> asked = [.. loopback.Server.Seen.Where(pair => pair.Value > 0).Select(pair => pair.Key)];
            int recorded = Recorded();
            var again = new List<string>();
            loopback.Server.OnRequest = request =>
            {
                if (asked.Contains(request.AllText)) lock (again) again.Add(request.AllText);
            };
            using Process worker = Start();
            while (loopback.Server.Requests - before < after && !worker.HasExited) await Task.Delay(1, TestContext.Current.CancellationToken);
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (worker.ExitCode == 128 + 9) kills++;
            output.WriteLine(
                $"killed after {loopback.Server.Requests - before} requests: {recorded} were recorded before, {Recorded()} are now; {again.Count} asked again");
            // Repeated calls were in flight, and not recorded, when the previous process was killed.
            Assert.True(again.Count <= Concurrency, $"{again.Count} calls were paid twice");
            Assert.True(Recorded() >= recorded);
            Assert.InRange(loopback.Server.Requests - before - again.Count - (Recorded() - recorded), -Concurrency, Concurrency);
        }
        loopback.Server.OnRequest = null;
        long paid = loopback.Server.Requests;
        int known = Recorded();
        string done = await CompleteAsync();
        Assert.Equal("done " + (Documents - known), done); // no recorded call is repeated
        Assert.Equal(paid + Documents - known, loopback.Server.Requests);
        Assert.True(loopback.Server.Requests <= Documents + kills * Concurrency,
            $"{loopback.Server.Requests} requests for {Documents} documents and {kills} kills");
        Assert.True(kills >= 3, $"Only {kills} kills hit a running process.");
        Assert.Equal(Documents, Directory.EnumerateFiles(Path.Combine(loopback.Folder["work"], "rated"), "part-*.jsonl")
            .Sum(file => File.ReadLines(file).Count()));

        // A rerun into another output folder is answered from the ledger alone, without a request.
        long all = loopback.Server.Requests;
        Assert.Equal("done 0", await CompleteAsync("work2"));
        Assert.Equal(all, loopback.Server.Requests);
    }

    private int Recorded()
    {
        using CallLedger ledger = CallLedger.Open(loopback.Folder["ledger"], rank: 9); // reads the worker's file like another rank
        return ledger.Count;
    }

    private async Task<string> CompleteAsync(string work = "work")
    {
        using Process worker = Start(work);
        string said = await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
        return said.Trim();
    }

    private Process Start(string work = "work")
    {
        string host =
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "DataCuration.LanguageModels.Tests.Worker.dll"), loopback.Server.Address.ToString(),
            Path.Combine(loopback.Folder["input"], "*.jsonl"),
            loopback.Folder["ledger"], loopback.Folder[work], Concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
