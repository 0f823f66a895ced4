namespace DataCuration.FastText;

/// <summary>
/// The best labels so far, in a heap that moves its items exactly as the C++ standard library does. Equal scores are common, because the logistic function
/// comes from a table of 512 steps. The heap's moves decide which of the equal scores stay.
/// </summary>
internal ref struct BestLabels(Span<(float Score, int Label)> items)
{
    private readonly Span<(float Score, int Label)> items = items; // one more than the number of labels wanted
    private int count;

    public readonly int Count => count;

    private readonly int Wanted => items.Length - 1;

    /// <summary>True if the heap is full and the score is below all of its scores.</summary>
    public readonly bool Refuses(float score) => count == Wanted && score < items[0].Score;

    public void Add(float score, int label)
    {
        count++;
        Push(count - 1, 0, (score, label));
        if (count <= Wanted) return;
        Pop(count);
        count--;
    }

    /// <summary>Sorts the labels, best first.</summary>
    public readonly ReadOnlySpan<(float Score, int Label)> Sort()
    {
        for (int length = count; length > 1; length--) Pop(length);
        return items[..count];
    }

    /// <summary>Lets a value rise from a hole (push_heap).</summary>
    private readonly void Push(int hole, int top, (float Score, int Label) value)
    {
        for (int parent = (hole - 1) / 2; hole > top && items[parent].Score > value.Score; parent = (hole - 1) / 2)
        {
            items[hole] = items[parent];
            hole = parent;
        }
        items[hole] = value;
    }

    /// <summary>Moves the lowest score to the end of the heap (pop_heap).</summary>
    private readonly void Pop(int length)
    {
        if (length < 2) return;
        int last = length - 1, hole = 0, child = 0;
        (float Score, int Label) value = items[last];
        items[last] = items[0];
        while (child < (last - 1) / 2)
        {
            child = 2 * (child + 1);
            if (items[child].Score > items[child - 1].Score) child--;
            items[hole] = items[child];
            hole = child;
        }
        if ((last & 1) == 0 && child == (last - 2) / 2)
        {
            child = 2 * (child + 1);
            items[hole] = items[child - 1];
            hole = child - 1;
        }
        Push(hole, 0, value);
    }
}
