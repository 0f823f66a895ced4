namespace DataCuration.TestKit;

/// <summary>Measures what code allocates.</summary>
public static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// Returns the fewest bytes that the code allocated on this thread in some rounds. A garbage collection can count as an allocation of the thread, and the
    /// tests beside this one cause some, so a single round says nothing.
    /// </summary>
    /// <param name="code">The code. What it allocates in its first run does not count.</param>
    public static long Least(Action code)
    {
        code();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
