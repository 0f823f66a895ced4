using Microsoft.Extensions.Time.Testing;

namespace DataCuration.Tests.Engine;

public sealed class ConsoleProgressTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter error = new(), output = new();
    private int columns = 200;

    public void Dispose()
    {
        error.Dispose();
        output.Dispose();
    }

    private ConsoleProgress Terminal() => new(error, output, () => columns, time);

    private ConsoleProgress NoTerminal() => new(error, output, null, time);

    private static RunProgress Progress(
        string phase = "clean", int done = 1, long documents = 1_000, int seconds = 0, long dropped = 0, long faulted = 0) => new()
        {
            Phase = phase,
            ShardsDone = done,
            ShardsTotal = 4,
            Documents = documents,
            Dropped = dropped,
            Faulted = faulted,
            Elapsed = TimeSpan.FromSeconds(seconds),
        };

    /// <summary>The rows that a terminal shows after the text, the last one without the spaces at its end.</summary>
    private string[] Screen()
    {
        var rows = new List<string> { "" };
        int column = 0;
        foreach (char c in error.ToString())
        {
            if (c == '\r') column = 0;
            else if (c == '\n') rows.Add("");
            else
            {
                // A wide character takes two cells.
                string row = rows[^1].PadRight(column + 1);
                rows[^1] = row[..column] + c + row[(column + 1)..];
                column++;
                Assert.True(column < Math.Max(2, columns), "The line wraps.");
                if (c < 0x1100 || char.IsSurrogate(c)) continue;
                row = rows[^1].PadRight(column + 1);
                rows[^1] = row[..column] + '~' + row[(column + 1)..];
                column++;
            }
            Assert.True(column < Math.Max(2, columns), "The line wraps.");
        }
        return [.. rows.Select(row => row.TrimEnd())];
    }

    [Fact]
    public void Report_Terminal_OverwritesOneLine()
    {
        using ConsoleProgress progress = Terminal();
        progress.Report(Progress(documents: 1_000_000, seconds: 10, dropped: 5, faulted: 2));
        Assert.Equal(["0:00:00  clean: 25 %, 1/4 shards, 1,000,000 documents (100,000/s), 5 dropped, 2 faulted, about 0:00:30 left"], Screen());
        time.Advance(TimeSpan.FromMilliseconds(50));
        progress.Report(Progress(documents: 7)); // too soon
        Assert.Contains("1,000,000", Screen()[0], StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(3_725));
        progress.Report(Progress(documents: 7));
        Assert.Equal(["1:02:05  clean: 25 %, 1/4 shards, 7 documents"], Screen());
        progress.Dispose();
        Assert.Equal([""], Screen());
        Assert.EndsWith("\r", error.ToString(), StringComparison.Ordinal);
        progress.Report(Progress());
        Assert.Equal([""], Screen());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(40)]
    [InlineData(12)]
    [InlineData(2)]
    [InlineData(1)]
    public void Report_NarrowTerminal_NeverWraps(int width)
    {
        columns = width;
        using ConsoleProgress progress = Terminal();
        foreach (string phase in new[] { "a phase with a long name", "短いフェーズ名", "tab\tand\nnewline", "\ud83d\ude00\ud83d\ude00" })
        {
            progress.Report(Progress(phase));
            time.Advance(TimeSpan.FromSeconds(6));
        }
        Assert.Single(Screen());
        progress.Dispose();
        Assert.Equal([""], Screen());
    }

    [Fact]
    public void Report_NoTerminal_WritesALineEveryTenSeconds()
    {
        using ConsoleProgress progress = NoTerminal();
        for (int second = 0; second < 35; second++)
        {
            progress.Report(Progress(documents: second, seconds: second));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        string[] lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("0:00:10  clean: 25 %, 1/4 shards, 10 documents", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("0:00:30  ", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain('\r', error.ToString().Replace(Environment.NewLine, "", StringComparison.Ordinal));
    }

    [Fact]
    public void For_OtherWork_IsShownBesideThePhaseUntilItEnds()
    {
        using ConsoleProgress progress = Terminal();
        IProgress<int> training = progress.For<int>("training", step => step < 3 ? $"step {step}" : null);
        training.Report(1);
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(Progress());
        Assert.Equal(["0:00:01  clean: 25 %, 1/4 shards, 1,000 documents; training: step 1"], Screen());
        training.Report(3);
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(Progress(documents: 2));
        Assert.Equal(["0:00:02  clean: 25 %, 1/4 shards, 2 documents"], Screen());
        training.Report(2);
        progress.End("training");
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(Progress(done: 4, documents: 2));
        time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(Progress("next", documents: 3)); // the phase before is complete
        Assert.Equal(["0:00:04  next: 25 %, 1/4 shards, 3 documents"], Screen());
        time.Advance(TimeSpan.FromSeconds(6));
        progress.Report(Progress("later")); // and this one has stopped reporting
        Assert.Equal(["0:00:10  later: 25 %, 1/4 shards, 1,000 documents"], Screen());
    }

    [Fact]
    public void WriteLine_WhileALineIsShown_KeepsThemApart()
    {
        using ConsoleProgress progress = Terminal();
        progress.Report(Progress());
        string shown = Screen()[0];
        progress.WriteLine("a result");
        Assert.Equal("a result" + Environment.NewLine, output.ToString());
        Assert.Equal([shown], Screen());
        progress.WriteAround(() => error.WriteLine("warning: w"));
        Assert.Equal(["warning: w", shown], Screen());
        progress.Dispose();
        progress.WriteLine("the end");
        Assert.Equal(["warning: w", ""], Screen());
        Assert.EndsWith("the end" + Environment.NewLine, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_Run_MovesTheLineAwayForWarnings()
    {
        using var folder = new TestKit.RunFolder();
        using ConsoleProgress progress = Terminal();
        CurationRun run = folder.Run(options => options with { Progress = progress, WarningWriter = error });
        await TestKit.RunFolder.Documents(10).Where(document => document.Id == "no").WriteJsonlAsync("out", run);
        progress.Dispose();
        string[] screen = Screen();
        Assert.StartsWith("warning: out: No document is left", screen[0], StringComparison.Ordinal);
        Assert.Equal("", screen[^1]);
    }

    [Fact]
    public async Task Report_ManyThreads_WritesWholeLines()
    {
        using ConsoleProgress progress = NoTerminal();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            IProgress<int> other = progress.For<int>($"work {worker}", step => $"step {step}");
            for (int i = 0; i < 500; i++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                progress.Report(Progress());
                other.Report(i);
            }
        }, TestContext.Current.CancellationToken)));
        string[] lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 100, 400);
        Assert.All(lines, line => Assert.Matches(@"^\d+:\d\d:\d\d  [\w ]+: [^:]+(; [\w ]+: [^:]+)*$", line));
    }

    [Fact]
    public void Report_NobodyReads_IsIgnored()
    {
        error.Dispose();
        using ConsoleProgress progress = Terminal();
        progress.Report(Progress());
        progress.WriteLine("still here");
        Assert.Equal("still here" + Environment.NewLine, output.ToString());
    }

    [Fact]
    public void Constructor_WrongInterval_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConsoleProgress { LineInterval = TimeSpan.Zero });
}
