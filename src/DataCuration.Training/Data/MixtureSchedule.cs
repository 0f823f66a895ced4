namespace DataCuration.Training;

/// <summary>Assigns rows to parts by weights that change at given rows. Without state, as <see cref="RowSchedule"/>.</summary>
internal sealed class MixtureSchedule
{
    private readonly Segment[] segments;
    private readonly int parts;

    /// <param name="phases">The first row after each phase, in rising order, and its weights. The last phase has no end.</param>
    public MixtureSchedule(IReadOnlyList<(long End, IReadOnlyList<double> Weights)> phases)
    {
        parts = phases[0].Weights.Count;
        segments = new Segment[phases.Count];
        var before = new long[parts];
        long first = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            int[] present = [.. Enumerable.Range(0, parts).Where(part => phases[i].Weights[part] > 0)];
            var schedule = new RowSchedule([.. present.Select(part => phases[i].Weights[part])]);
            segments[i] = new(first, present, schedule, [.. before]);
            long end = Math.Max(first, phases[i].End);
            if (i < segments.Length - 1)
                for (int own = 0; own < present.Length; own++) before[present[own]] += schedule.Count(own, end - first);
            first = end;
        }
    }

    /// <summary>Returns the part that a row is read from, and the row's number among the rows of that part.</summary>
    public (int Part, long Row) Locate(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        Segment segment = Find(row);
        (int own, long number) = segment.Schedule.Locate(row - segment.First);
        int part = segment.Present[own];
        return (part, segment.Before[part] + number);
    }

    /// <summary>Returns the number of rows of a part among the first <paramref name="rows"/> rows.</summary>
    public long Count(int part, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if ((uint)part >= (uint)parts) throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part.");
        Segment segment = Find(rows);
        int own = Array.IndexOf(segment.Present, part);
        return segment.Before[part] + (own < 0 ? 0 : segment.Schedule.Count(own, rows - segment.First));
    }

    private Segment Find(long row)
    {
        int found = 0;
        while (found + 1 < segments.Length && segments[found + 1].First <= row) found++;
        return segments[found];
    }

    private sealed record Segment(long First, int[] Present, RowSchedule Schedule, long[] Before);
}
