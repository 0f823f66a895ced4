namespace DataCuration.Extraction.Pdf.Tests.Reading;

public sealed class DeepStackThreadsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void Run_OneAfterTheOther_UsesOneThread()
    {
        var threads = new DeepStackThreads(1 << 20, Long);
        var seen = new HashSet<Thread>();
        for (int i = 0; i < 100; i++) threads.Run(() => seen.Add(Thread.CurrentThread));
        Assert.Single(seen);
        Assert.DoesNotContain(Thread.CurrentThread, seen);
        Assert.Equal(1, threads.Idle);
    }

    [Fact]
    public void Run_ActionThatThrows_ThrowsHereAndKeepsTheThread()
    {
        var threads = new DeepStackThreads(1 << 20, Long);
        Assert.Equal("a", Assert.Throws<InvalidOperationException>(() => threads.Run(() => throw new InvalidOperationException("a"))).Message);
        Assert.Throws<OperationCanceledException>(() => threads.Run(() => throw new OperationCanceledException()));
        int done = 0;
        threads.Run(() => done++);
        Assert.Equal((1, 1), (done, threads.Idle));
    }

    [Fact]
    public void Run_FromManyThreads_DoesEachOnceAndWaitsForIt()
    {
        var threads = new DeepStackThreads(1 << 20, Long);
        long sum = 0;
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            long mine = 0;
            threads.Run(() => mine = i);
            Interlocked.Add(ref sum, mine);
        });
        Assert.Equal(2_000L * 1_999 / 2, sum);
        Assert.InRange(threads.Idle, 1, 8);
    }

    [Fact]
    public void Run_Nested_UsesAnotherThread()
    {
        var threads = new DeepStackThreads(1 << 20, Long);
        Thread? outer = null, inner = null;
        threads.Run(() =>
        {
            outer = Thread.CurrentThread;
            threads.Run(() => inner = Thread.CurrentThread);
        });
        Assert.NotSame(outer, inner);
        Assert.Equal(2, threads.Idle);
    }

    [Fact]
    public void Idle_AfterTheTimeout_IsZero()
    {
        var threads = new DeepStackThreads(1 << 20, TimeSpan.FromMilliseconds(1));
        Thread? first = null;
        threads.Run(() => first = Thread.CurrentThread);
        Assert.True(first!.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(0, threads.Idle);
        // Covers a thread started after another has ended, and, as far as chance allows, threads that end just when they are needed.
        int done = 0;
        for (int i = 0; i < 200; i++)
        {
            Thread? worker = null;
            threads.Run(() => (worker, done) = (Thread.CurrentThread, done + 1));
            if (i % 10 == 0) Assert.True(worker!.Join(TimeSpan.FromSeconds(60)));
            else Thread.SpinWait(i * 1_000);
        }
        Assert.Equal(200, done);
    }

    [Fact]
    public void Run_DeepRecursion_HasTheStack()
    {
        var threads = new DeepStackThreads(64 << 20, Long);
        for (int i = 0; i < 2; i++)
        {
            int depth = 0;
            threads.Run(() => depth = Down(200_000));
            Assert.Equal(200_000, depth);
        }

        static int Down(int left) => left == 0 ? 0 : Down(left - 1) + 1;
    }
}
