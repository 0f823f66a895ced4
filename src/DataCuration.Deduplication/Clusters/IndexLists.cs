namespace DataCuration.Deduplication;

/// <summary>Checks of the indexes that a deduplication was given.</summary>
internal static class IndexLists
{
    /// <summary>Requires at most 128 indexes that were made with the options of the deduplication.</summary>
    /// <param name="indexes">The indexes.</param>
    /// <param name="recipe">The options that both sides must share.</param>
    /// <exception cref="CurationException">An option differs; the message names it, and both values.</exception>
    public static void Check(IReadOnlyCollection<ICorpusIndex> indexes, FingerprintWriter recipe)
    {
        if (indexes.Count > RecordIds.MaxIndexes)
            throw new InvalidOperationException($"{indexes.Count} indexes were given; at most {RecordIds.MaxIndexes} are allowed.");
        foreach (ICorpusIndex index in indexes) index.Header.Require(recipe, index.Folder);
    }

    /// <summary>Requires a known mode.</summary>
    public static IndexMode Check(IndexMode value) =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such mode.");
}
