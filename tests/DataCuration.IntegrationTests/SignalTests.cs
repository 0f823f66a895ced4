using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Ctrl-C and the termination signal, sent to a program that runs in <see cref="ConsoleProgram"/>.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Signal_WhileARunWorks_EndsWithOneLineAndTheNextRunGoesOn(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using (WorkerProcess worker = Start("wait"))
        {
            WaitFor(worker, "document last");
            worker.Send(signal);
            worker.ReadToEnd();
            Assert.Equal(expected, worker.ExitCode);
            Assert.Equal(["stopped. What is finished is kept: run the same command again to go on from there."], worker.ErrorLines);
            Assert.Null(worker.Result);
        }
        using WorkerProcess again = Start("go");
        again.ReadToEnd();
        Assert.Equal((0, "2"), (again.ExitCode, again.Result));
        // The first shard was finished before.
        Assert.DoesNotContain(again.Lines, line => line.EndsWith("document first", StringComparison.Ordinal));
        Assert.Empty(again.ErrorLines);
    }

    [Fact]
    public void Signal_Twice_EndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using WorkerProcess worker = Start("deaf");
        WaitFor(worker, "document last");
        worker.Send("INT");
        WaitFor(worker, "cancelled");
        worker.Send("INT");
        worker.ReadToEnd();
        Assert.Equal(130, worker.ExitCode);
        Assert.Null(worker.Result);
    }

    private WorkerProcess Start(string mode)
    {
        folder.Write("in-0.jsonl", "{\"id\":\"first\",\"text\":\"one\"}\n");
        folder.Write("in-1.jsonl", "{\"id\":\"last\",\"text\":\"two\"}\n");
        // A test runner that was itself started in the background may ignore the signal, and its children inherit that.
        string reset = OperatingSystem.IsLinux() ? "exec env --default-signal=INT \"$0\" \"$@\"" : "true";
        return WorkerProcess.Start(reset, [$"input={folder["in-0.jsonl"]}", $"input={folder["in-1.jsonl"]}", $"work={folder["work"]}", $"signals={mode}"],
            readsErrors: true);
    }

    private static void WaitFor(WorkerProcess worker, string step)
    {
        while (worker.ReadLine() is { } line)
            if (line.EndsWith(step, StringComparison.Ordinal)) return;
        Assert.Fail($"The worker ended before '{step}': {string.Join('\n', worker.ErrorLines)}");
    }
}
