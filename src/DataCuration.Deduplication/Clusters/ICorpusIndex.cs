namespace DataCuration.Deduplication;

/// <summary>An index of a corpus that is kept to deduplicate later ones against it.</summary>
internal interface ICorpusIndex
{
    string Folder { get; }

    IndexHeader Header { get; }
}
