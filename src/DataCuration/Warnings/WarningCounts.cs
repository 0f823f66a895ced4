using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// Counts warnings by kind. The result depends on the warnings alone, not on their order: calls that overlap warn in any order. Of more than
/// <see cref="MaxKinds"/> kinds, the first in ordinal order are kept, and the rest are counted together.
/// </summary>
internal sealed class WarningCounts
{
    /// <summary>The most kinds that are kept. It bounds memory and manifests if every message is different.</summary>
    public const int MaxKinds = 100;

    /// <summary>The most UTF-16 units of a message that are kept.</summary>
    public const int MaxChars = 2_000;

    /// <summary>The kind of the warnings that are only counted.</summary>
    public const string FurtherKind = "further warnings of other kinds";

    private readonly SortedList<string, (string Message, long Count)> kinds = new(StringComparer.Ordinal);
    private long further;

    /// <summary>Adds a warning. Of two messages of a kind, the first in ordinal order is kept.</summary>
    public void Add(string kind, string message)
    {
        if (!kinds.TryGetValue(kind, out (string Message, long Count) known)) Insert(kind, message, 1);
        else kinds[kind] = (string.CompareOrdinal(message, known.Message) < 0 ? message : known.Message, known.Count + 1);
    }

    /// <summary>Adds the warnings of a later shard. The message of the earlier one is kept.</summary>
    public void Add(RunWarning warning)
    {
        if (warning.Kind == FurtherKind) further += warning.Count;
        else if (!kinds.TryGetValue(warning.Kind, out (string Message, long Count) known)) Insert(warning.Kind, warning.Message, warning.Count);
        else kinds[warning.Kind] = known with { Count = known.Count + warning.Count };
    }

    /// <summary>Returns the warnings in ordinal order of their kinds; those that were only counted are last.</summary>
    public ImmutableArray<RunWarning> ToWarnings()
    {
        IEnumerable<RunWarning> all = kinds.Select(kind => new RunWarning { Kind = kind.Key, Message = kind.Value.Message, Count = kind.Value.Count });
        return further == 0 ? [.. all] : [.. all, new RunWarning { Kind = FurtherKind, Message = FurtherKind, Count = further }];
    }

    /// <summary>Merges the warnings of shards, in the order of the shards.</summary>
    public static ImmutableArray<RunWarning> Merge(IEnumerable<IReadOnlyList<RunWarning>> shards)
    {
        var counts = new WarningCounts();
        foreach (IReadOnlyList<RunWarning> shard in shards)
            foreach (RunWarning warning in shard) counts.Add(warning);
        return counts.ToWarnings();
    }

    private void Insert(string kind, string message, long count)
    {
        kinds.Add(kind, (message, count));
        if (kinds.Count <= MaxKinds) return;
        // A kind among the first at the end was among the first at every moment, so its count is complete.
        further += kinds.GetValueAtIndex(MaxKinds).Count;
        kinds.RemoveAt(MaxKinds);
    }

    /// <summary>Cuts a long text.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MaxChars) return text;
        return text[..(char.IsHighSurrogate(text[MaxChars - 1]) ? MaxChars - 1 : MaxChars)] + "…";
    }
}
