namespace DataCuration.Deduplication;

/// <summary>The runs of windows in texts of short periods, where each window has an anchor of its own and all anchors are equal.</summary>
internal enum RunDivision
{
    /// <summary>A run for each anchor, so that copies of a window are in different runs.</summary>
    ByAnchor,

    /// <summary>A run for each anchor, without the windows that equal the one at the distance of a short period before them, which are later copies.</summary>
    SkipsPeriods,

    /// <summary>
    /// A run for neighbouring anchors of one hash, with at most twice the windows that one anchor can have. Copies of a window may be in one run. In such texts
    /// the symbols of the runs are three times as long as the text, instead of the length of a window for each symbol.
    /// </summary>
    ByHash,
}
