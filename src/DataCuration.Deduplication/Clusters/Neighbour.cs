namespace DataCuration.Deduplication;

/// <summary>A record, and one that it matches. 24 bytes without padding.</summary>
internal readonly record struct Neighbour(long Id, long Other, double Similarity)
{
    public const int Bytes = 24;
}
