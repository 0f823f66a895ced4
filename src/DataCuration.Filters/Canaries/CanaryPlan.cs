using System.Globalization;

namespace DataCuration.Filters;

/// <summary>Chooses the places of texts: inside one document each, without overlap, the same for the same seed.</summary>
internal sealed class CanaryPlan(TokenShards shards, int marker, bool marksBoundaries, ulong seed)
{
    /// <summary>Random places that are tried before the next free one is taken.</summary>
    private const int Tries = 64;

    private readonly DocumentPositions documents = new(shards);
    private readonly SortedSet<(long Start, long End)> taken = [];

    public List<CanaryInsertion> Insertions { get; } = [];

    /// <summary>Places all texts: those with positions first, because they have no choice.</summary>
    public void Place(IReadOnlyList<(Canary Canary, int[] Tokens)> canaries, CancellationToken cancellationToken)
    {
        foreach ((Canary canary, int[] tokens) in canaries)
        {
            if (canary.Placement.Positions is not { } positions) continue;
            for (int i = 0; i < positions.Count; i++) PlaceAt(canary, tokens, i, positions[i]);
        }
        foreach ((Canary canary, int[] tokens) in canaries)
        {
            if (canary.Placement.Positions is not null) continue;
            SeededRandom random = SeededRandom.Create(seed, "canaries", canary.Id);
            for (int i = 0; i < canary.Repetitions; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                PlaceRandomly(canary, tokens, i, ref random);
            }
        }
        Insertions.Sort(static (left, right) => left.Position.CompareTo(right.Position));
    }

    private void PlaceAt(Canary canary, int[] tokens, int repetition, long position)
    {
        if (position >= shards.TokenCount)
            throw new ArgumentException($"Canary '{canary.Id}': position {position} is after the last of {shards.TokenCount} tokens.");
        (long number, long start, int length) = documents.Find(position);
        (long Start, long End) span = SpanOf(position, tokens.Length, start);
        if (span.End > UsableEnd(start, length))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Canary '{canary.Id}': {tokens.Length} tokens at position {position} do not fit into document {number}, "
                + $"which has the positions {start} to {start + length - 1}."));
        }
        if (FindOverlap(span) is { } other)
            throw new ArgumentException($"Canary '{canary.Id}': its tokens at position {position} overlap those of another text at {other.Start}.");
        Add(canary, tokens, repetition, position, number, start, span);
    }

    private void PlaceRandomly(Canary canary, int[] tokens, int repetition, ref SeededRandom random)
    {
        long from = canary.Placement.From, to = Math.Min(canary.Placement.To, shards.TokenCount);
        if (to - from < tokens.Length) throw NoRoom(canary, tokens.Length, repetition);
        long position = from;
        for (int i = 0; i < Tries; i++)
        {
            position = from + random.NextInt64(to - from);
            (long number, long start, int length) = documents.Find(position);
            (long Start, long End) span = SpanOf(position, tokens.Length, start);
            if (span.Start < from || span.End > Math.Min(to, UsableEnd(start, length)) || FindOverlap(span) is not null) continue;
            Add(canary, tokens, repetition, position, number, start, span);
            return;
        }
        // Little room is left, or documents are short: from the last place on, and then from the start of the range, the first place that fits.
        if (!PlaceFrom(canary, tokens, repetition, position, from, to) && !PlaceFrom(canary, tokens, repetition, from, from, to))
            throw NoRoom(canary, tokens.Length, repetition);
    }

    private bool PlaceFrom(Canary canary, int[] tokens, int repetition, long position, long from, long to)
    {
        while (position < to)
        {
            (long number, long start, int length) = documents.Find(position);
            long end = Math.Min(to, UsableEnd(start, length));
            while (true)
            {
                (long Start, long End) span = SpanOf(position, tokens.Length, start);
                if (span.Start < from) position++;
                else if (span.End > end) break;
                else if (FindOverlap(span) is { } other) position = Math.Max(position + 1, other.End);
                else
                {
                    Add(canary, tokens, repetition, position, number, start, span);
                    return true;
                }
            }
            position = start + length;
        }
        return false;
    }

    /// <summary>The tokens of a text with its end-of-document tokens. At a document's start, none is needed before it.</summary>
    private (long Start, long End) SpanOf(long position, int tokens, long documentStart) =>
        marksBoundaries ? (position > documentStart ? position - 1 : position, position + tokens + 1) : (position, position + tokens);

    /// <summary>A document's own end-of-document token stays.</summary>
    private long UsableEnd(long start, int length) => start + length - (shards.EndsDocuments == false ? 0 : 1);

    private (long Start, long End)? FindOverlap((long Start, long End) span)
    {
        if (taken.Count == 0) return null;
        // Only the last interval that starts before the span's end can overlap it, since intervals do not overlap one another.
        SortedSet<(long Start, long End)> before = taken.GetViewBetween((long.MinValue, long.MinValue), (span.End - 1, long.MaxValue));
        (long Start, long End) last = before.Max;
        return last.End > span.Start ? last : null; // (0, 0) if the view is empty
    }

    private void Add(Canary canary, int[] tokens, int repetition, long position, long number, long start, (long Start, long End) span)
    {
        taken.Add(span);
        Insertions.Add(new()
        {
            Canary = canary.Id,
            Repetition = repetition,
            Position = position,
            Document = number,
            Start = (int)(position - start),
            Tokens = tokens,
        });
    }

    /// <summary>The tokens to write at a position: those of a text, with its end-of-document tokens.</summary>
    public (long Position, int[] Tokens) GetPatch(CanaryInsertion insertion)
    {
        if (!marksBoundaries) return (insertion.Position, [.. insertion.Tokens]);
        return insertion.Start > 0 ? (insertion.Position - 1, [marker, .. insertion.Tokens, marker]) : (insertion.Position, [.. insertion.Tokens, marker]);
    }

    private static ArgumentException NoRoom(Canary canary, int tokens, int repetition) =>
        new($"Canary '{canary.Id}': there is no room for {tokens} tokens (repetition {repetition}). Widen the range, or insert less. "
            + "A text must fit into one document.");
}
