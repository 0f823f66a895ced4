namespace DataCuration;

/// <summary>An annotation of a document. Documents store them in arrays sorted by name (ordinal).</summary>
internal readonly record struct AnnotationSlot(string Name, AnnotationValue Value)
{
    public static int Find(AnnotationSlot[] slots, string name)
    {
        // Documents have a few dozen slots at most and keys are mostly interned constants, so a linear scan is faster than a binary search.
        for (int i = 0; i < slots.Length; i++)
            if (ReferenceEquals(slots[i].Name, name) || string.Equals(slots[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Merges changes into sorted slots. The last of several changes with the same name wins.</summary>
    public static AnnotationSlot[] Merge(AnnotationSlot[] slots, ReadOnlySpan<AnnotationSlot> changes)
    {
        var merged = new List<AnnotationSlot>(slots.Length + changes.Length);
        merged.AddRange(slots);
        foreach (AnnotationSlot change in changes)
        {
            int index = merged.FindIndex(slot => string.Equals(slot.Name, change.Name, StringComparison.Ordinal));
            if (index >= 0) merged[index] = change;
            else merged.Add(change);
        }
        merged.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [.. merged];
    }
}
