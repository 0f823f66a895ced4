using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// The selection of crawl records that become raw documents. All other records are dropped with a reason, so that reports count them. Responses with an
/// unknown content coding are always dropped as <c>http_content_coding</c>.
/// </summary>
public sealed record WarcReadOptions
{
    /// <summary>
    /// The selected record types, in lower case. Others are dropped with the reason <c>warc_</c> and their type, such as <c>warc_revisit</c>. Types that are
    /// not in the standard are dropped as <c>warc_other</c>.
    /// </summary>
    /// <value>Default: <c>response</c>, <c>resource</c>, <c>conversion</c> (the text of a WET file). For a WAT file use <c>metadata</c>.</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public ImmutableArray<string> RecordTypes
    {
        get;
        init => field = value.IsDefaultOrEmpty ? throw new ArgumentException("Name at least one record type.", nameof(value)) : value;
    } = ["response", "resource", "conversion"];

    /// <summary>
    /// The selected HTTP statuses. Other responses are dropped as <c>http_status_404</c> and so on, or <c>http_status_none</c>. Records that are not HTTP
    /// responses (a resource, a DNS answer) have no status and are kept.
    /// </summary>
    /// <value>Default: 200. An empty list selects all.</value>
    public ImmutableArray<int> HttpStatuses
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [200];

    /// <summary>The selected media types, in lower case and without parameters. Others are dropped as <c>media_type</c>.</summary>
    /// <value>Default: empty, which selects all.</value>
    public ImmutableArray<string> MediaTypes
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>
    /// True to keep truncated records, and HTTP bodies that cannot be decoded to their end, as far as they go. Otherwise they are record faults. The first
    /// segment of a record with continuation records is incomplete without being damaged: it is dropped as <c>warc_segment</c>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool KeepTruncated { get; init; }

    /// <summary>The order of files and the sizes of shards. Files are not cut.</summary>
    /// <value>Default: see <see cref="ShardPlanOptions"/>.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ShardPlanOptions ShardPlan
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>The store to read from. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(RecordTypes), string.Join(' ', RecordTypes));
        writer.Add(nameof(HttpStatuses), string.Join(' ', HttpStatuses));
        writer.Add(nameof(MediaTypes), string.Join(' ', MediaTypes));
        writer.Add(nameof(KeepTruncated), KeepTruncated);
    }
}
