namespace DataCuration.Deduplication;

/// <summary>The records that a deduplication with indexes removes.</summary>
public enum IndexMode
{
    /// <summary>Duplicates within the corpus, and all records that an index record is a duplicate of.</summary>
    CorpusAndIndexes,

    /// <summary>Only records that match a record of an index directly. Duplicates within the corpus stay.</summary>
    OnlyIndexes,
}
