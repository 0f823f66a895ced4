using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class EngineLoopTests
{
    [Fact]
    public void Run_EightFilters_AllocatesNothingPerDocument()
    {
        // 30,000 documents and 300,000, one in ten of which is dropped on the way. The additional allocations of the larger run are the cost of documents.
        EngineLoop small = Loop(30_000), large = Loop(300_000);
        for (int warm = 0; warm < 3; warm++) small.Run();
        long forSmall = Allocated(small, out long keptOfSmall), forLarge = Allocated(large, out long keptOfLarge);
        Assert.Equal((27_000, 270_000), (keptOfSmall, keptOfLarge));
        // An object takes at least 24 bytes. A debug build allocates the states of its asynchronous methods, a few hundred bytes per batch of 256 documents.
        Assert.InRange((forLarge - forSmall) / 270_000.0, -1, 4);

        static EngineLoop Loop(int count)
        {
            Document shared = new("d", "a text of some length"), short_ = new("s", "short");
            return new EngineLoop(Enumerable.Range(0, count).Select(i => i % 10 == 0 ? short_ : shared),
                [.. Enumerable.Range(0, 8).Select(i => new TrivialFilter(i < 4 ? 2 : 10))]);
        }

        static long Allocated(EngineLoop loop, out long kept)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            kept = loop.Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
