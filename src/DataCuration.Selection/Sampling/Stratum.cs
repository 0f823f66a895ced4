namespace DataCuration.Selection;

/// <summary>A part of a corpus with its own quota, and the state of the search for its cutoff.</summary>
internal sealed class Stratum(int first, int second)
{
    public int First => first;

    public int Second => second;

    /// <summary>The number of candidates.</summary>
    public long Documents { get; set; }

    /// <summary>The size of the candidates.</summary>
    public long Available { get; set; }

    public UInt128 Min { get; set; } = UInt128.MaxValue;

    public UInt128 Max { get; set; } = UInt128.MinValue;

    /// <summary>The size that the last selection took.</summary>
    public long Selected { get; set; }

    public long SelectedDocuments { get; set; }

    /// <summary>The smallest selected key.</summary>
    public UInt128 LowestSelected { get; set; } = UInt128.MaxValue;

    /// <summary>The shard of the last selected document with the key <see cref="LowestSelected"/>.</summary>
    public int LastShard { get; set; }

    /// <summary>The row of that document in its shard.</summary>
    public long LastRow { get; set; }

    /// <summary>
    /// The lower end of the undecided keys. Keys above <see cref="High"/> are selected. Keys from <see cref="Low"/> to <see cref="High"/> are undecided and
    /// are taken while there is <see cref="Room"/>.
    /// </summary>
    public UInt128 Low { get; set; }

    public UInt128 High { get; set; }

    public long Room { get; set; }

    /// <summary>The number of undecided candidates.</summary>
    public long Open { get; set; }

    /// <summary>The position of the stratum's bins in the shared histogram; -1 if nothing is left to narrow.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Starts a selection of the shortest prefix that reaches the quota, or of everything if there is less.</summary>
    public void Begin(long quota)
    {
        Selected = SelectedDocuments = 0;
        LowestSelected = UInt128.MaxValue;
        Room = quota;
        (Low, High, Open) = quota <= 0 ? (UInt128.MaxValue, UInt128.MaxValue, 0L) : (Min, Max, Documents);
        // Everything is selected: all keys are above the threshold.
        TakesAll = quota > 0 && quota >= Available;
        if (TakesAll) (Low, High, Open) = (UInt128.MinValue, UInt128.MinValue, 0L);
    }

    /// <summary>Selects all keys above a bound.</summary>
    public void ChooseAbove(UInt128 bound) => High = bound;

    /// <summary>Gets a value indicating whether the quota covers everything that is available.</summary>
    public bool TakesAll { get; private set; }

    /// <summary>Gets a value indicating whether undecided candidates have different keys, so that the range must be narrowed.</summary>
    public bool IsOpen => Open > 0 && Low != High;
}
