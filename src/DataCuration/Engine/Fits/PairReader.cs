using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>A reader of pairs that are computed from another reader's.</summary>
internal abstract class PairReader(RecordReader input) : RecordReader
{
    private IdPair current;

    protected RecordReader Input => input;

    public sealed override ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(new ReadOnlySpan<IdPair>(in current));

    public sealed override bool Read() => TryNext(out current);

    protected abstract bool TryNext(out IdPair pair);

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Every edge in both directions, without loops.</summary>
    public sealed class BothWays(RecordReader input) : PairReader(input)
    {
        private IdPair reversed;
        private bool hasReversed;

        protected override bool TryNext(out IdPair pair)
        {
            if (hasReversed)
            {
                hasReversed = false;
                pair = reversed;
                return true;
            }
            while (Input.Read())
            {
                pair = Input.Get<IdPair>();
                if (pair.First == pair.Second) continue;
                reversed = new(pair.Second, pair.First);
                hasReversed = true;
                return true;
            }
            pair = default;
            return false;
        }
    }

    /// <summary>Every edge from its larger to its smaller end.</summary>
    public sealed class Downwards(RecordReader input) : PairReader(input)
    {
        protected override bool TryNext(out IdPair pair)
        {
            bool read = Input.Read();
            pair = read ? Input.Get<IdPair>() : default;
            if (pair.First < pair.Second) pair = new(pair.Second, pair.First);
            return read;
        }
    }

    /// <summary>Every edge, and a loop at its smaller end, so that the smallest members have an entry too.</summary>
    public sealed class WithRoots(RecordReader input) : PairReader(input)
    {
        private IdPair root;
        private bool hasRoot;

        protected override bool TryNext(out IdPair pair)
        {
            if (hasRoot)
            {
                hasRoot = false;
                pair = root;
                return true;
            }
            bool read = Input.Read();
            pair = read ? Input.Get<IdPair>() : default;
            root = new(pair.Second, pair.Second);
            hasRoot = read;
            return read;
        }
    }

    /// <summary>Sorted pairs without repetitions.</summary>
    public sealed class Distinct(RecordReader input) : PairReader(input)
    {
        private IdPair last;
        private bool hasLast;

        protected override bool TryNext(out IdPair pair)
        {
            while (Input.Read())
            {
                pair = Input.Get<IdPair>();
                if (hasLast && pair == last) continue;
                last = pair;
                hasLast = true;
                return true;
            }
            pair = default;
            return false;
        }
    }
}
