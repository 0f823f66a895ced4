using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>
/// A cache of hashed n-grams with their buckets. All workers of a run share it, so no n-gram is hashed once for each worker, and the memory does not grow
/// with the number of workers. Look-ups take no lock. Adding takes one only for tokens and for n-grams above 2.
/// </summary>
/// <remarks>
/// Growing a table needs exclusive access. Therefore a worker brackets each block by <see cref="Enter"/> and <see cref="Leave"/>, which set its own flag.
/// The flag has its own cache line, which no other worker touches except to grow.
/// <para>
/// The memory limit changes how much is hashed again, but never a result. Tokens may take a third of it; the orders above one share the rest. While a table
/// grows, its old half is kept too.
/// </para>
/// </remarks>
internal sealed class NGramCache : IDisposable
{
    private readonly Lock growth = new();
    private readonly List<Member> members = [];

    /// <summary>Creates an empty cache.</summary>
    public NGramCache(NGramFeatureOptions options)
    {
        long tokenBytes = options.NGrams == 1 ? options.MaxCacheBytes : options.MaxCacheBytes / 3;
        long pairBytes = (options.MaxCacheBytes - tokenBytes) / Math.Max(1, options.NGrams - 1);
        bool compact = options is { NGrams: 2, Buckets: <= BigramTable.MaximumBuckets };
        Tokens = new TokenTable(tokenBytes, compact ? BigramTable.MaximumIdentifier : uint.MaxValue - 1);
        Bigrams = compact ? new BigramTable(pairBytes) : null;
        Higher = new NGramTable[compact ? 0 : options.NGrams - 1];
        for (int i = 0; i < Higher.Length; i++) Higher[i] = new NGramTable(pairBytes);
    }

    /// <summary>The table of tokens.</summary>
    public TokenTable Tokens { get; }

    /// <summary>The table of bigrams; null if they do not fit the compact table.</summary>
    public BigramTable? Bigrams { get; }

    /// <summary>The tables for each order from 2 up that <see cref="Bigrams"/> does not hold.</summary>
    public NGramTable[] Higher { get; }

    private bool ShouldGrow
    {
        get
        {
            if (Tokens.ShouldGrow || Bigrams is { ShouldGrow: true }) return true;
            foreach (NGramTable table in Higher)
                if (table.ShouldGrow) return true;
            return false;
        }
    }

    /// <summary>Registers a worker.</summary>
    public Member Join()
    {
        var member = new Member();
        lock (growth) members.Add(member);
        return member;
    }

    /// <summary>Removes a worker.</summary>
    public void Remove(Member member)
    {
        lock (growth) members.Remove(member);
    }

    /// <summary>Starts a block. Until <see cref="Leave"/>, no table moves.</summary>
    public void Enter(Member member)
    {
        member.Take();
        if (!ShouldGrow) return;
        member.Release();
        Grow();
        member.Take();
    }

    /// <summary>Ends a block.</summary>
    public static void Leave(Member member) => member.Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Bigrams?.Dispose();
        foreach (NGramTable table in Higher) table.Dispose();
    }

    private void Grow()
    {
        lock (growth)
        {
            if (!ShouldGrow) return; // another worker was faster
            foreach (Member member in members) member.Take();
            try
            {
                Tokens.Grow();
                Bigrams?.Grow();
                foreach (NGramTable table in Higher) table.Grow();
            }
            finally
            {
                foreach (Member member in members) member.Release();
            }
        }
    }

    /// <summary>The flag of a worker, on its own cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal sealed class Member
    {
        [FieldOffset(128)]
        private int taken;

        internal void Take()
        {
            if (Interlocked.CompareExchange(ref taken, 1, 0) == 0) return;
            var wait = default(SpinWait);
            do
            {
                wait.SpinOnce();
            }
            while (Interlocked.CompareExchange(ref taken, 1, 0) != 0);
        }

        internal void Release() => Volatile.Write(ref taken, 0);
    }
}
