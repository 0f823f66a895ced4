namespace DataCuration;

/// <summary>The order of a shard's documents: by record, then by child, then by id.</summary>
internal static class RecordPlace
{
    public static readonly IComparer<(long Record, int Child, string Id)> Order = Comparer<(long Record, int Child, string Id)>.Create(static (a, b) =>
        a.Record != b.Record ? a.Record.CompareTo(b.Record) : a.Child != b.Child ? a.Child.CompareTo(b.Child) : string.CompareOrdinal(a.Id, b.Id));
}
