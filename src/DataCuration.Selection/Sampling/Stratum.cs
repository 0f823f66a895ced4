namespace DataCuration.Selection;

/// <summary>One part of a corpus that a quota holds for, and how far its threshold is found.</summary>
internal sealed class Stratum(int first, int second)
{
    public int First => first;

    public int Second => second;

    /// <summary>How many candidates it has.</summary>
    public long Documents { get; set; }

    /// <summary>What they count together.</summary>
    public long Available { get; set; }

    public UInt128 Min { get; set; } = UInt128.MaxValue;

    public UInt128 Max { get; set; } = UInt128.MinValue;

    /// <summary>What was chosen by the last selection.</summary>
    public long Selected { get; set; }

    public long SelectedDocuments { get; set; }

    /// <summary>The smallest key that was chosen.</summary>
    public UInt128 LowestSelected { get; set; } = UInt128.MaxValue;

    /// <summary>The shard of the last document with <see cref="LowestSelected"/> that was chosen.</summary>
    public int LastShard { get; set; }

    /// <summary>The row of that document in its shard.</summary>
    public long LastRow { get; set; }

    /// <summary>Keys above <see cref="High"/> are chosen, keys from <see cref="Low"/> to it are still to be decided on, as long as there is <see cref="Room"/>.</summary>
    public UInt128 Low { get; set; }

    public UInt128 High { get; set; }

    public long Room { get; set; }

    /// <summary>How many candidates are between the two.</summary>
    public long Open { get; set; }

    /// <summary>The place of its bins in the shared histogram; -1 where nothing is left to narrow.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Prepares a selection: the shortest prefix that reaches the quota, or everything where there is less.</summary>
    public void Begin(long quota)
    {
        Selected = SelectedDocuments = 0;
        LowestSelected = UInt128.MaxValue;
        Room = quota;
        (Low, High, Open) = quota <= 0 ? (UInt128.MaxValue, UInt128.MaxValue, 0L) : (Min, Max, Documents);
        // Nothing can be left out: all are above the threshold.
        TakesAll = quota > 0 && quota >= Available;
        if (TakesAll) (Low, High, Open) = (UInt128.MinValue, UInt128.MinValue, 0L);
    }

    /// <summary>Decides by a bound alone.</summary>
    public void ChooseAbove(UInt128 bound) => High = bound;

    /// <summary>Whether there is less than the quota, or nothing but what was asked for.</summary>
    public bool TakesAll { get; private set; }

    /// <summary>Whether there is something to decide that needs keys finer than the ones known.</summary>
    public bool IsOpen => Open > 0 && Low != High;
}
