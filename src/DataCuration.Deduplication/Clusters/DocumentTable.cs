namespace DataCuration.Deduplication;

/// <summary>
/// The table of all documents that a map phase saw: a record that no document was made of is not kept. Its values are 1 for documents that were compared, and 0
/// for those without a key or signature.
/// </summary>
internal static class DocumentTable
{
    public const string Name = "documents";

    public static RecordTableWriter<byte> Create(ShardOutput output) => new(output, Name);
}
