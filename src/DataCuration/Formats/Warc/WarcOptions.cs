using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// Which records of crawl files become raw documents. Every other record is dropped with a reason, so that a report counts it. Whatever the options, responses with a content coding that is not
/// known are dropped as <c>http_content_coding</c>.
/// </summary>
public sealed record WarcReadOptions
{
    /// <summary>The types of records that are wanted, in lower case. Others are dropped as <c>warc_</c> and their type, such as <c>warc_revisit</c>; types that the standard does not know as <c>warc_other</c>.</summary>
    /// <value>Default: <c>response</c>, <c>resource</c>, <c>conversion</c> (the text of a WET file). For a WAT file name <c>metadata</c>.</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public ImmutableArray<string> RecordTypes
    {
        get;
        init => field = value.IsDefaultOrEmpty ? throw new ArgumentException("Name at least one type of records.", nameof(value)) : value;
    } = ["response", "resource", "conversion"];

    /// <summary>The HTTP status of responses that are wanted. Others are dropped as <c>http_status_404</c> and so on, or <c>http_status_none</c>. What is not an HTTP response (a resource, a DNS answer) has no status and passes.</summary>
    /// <value>Default: 200 alone; empty for all.</value>
    public ImmutableArray<int> HttpStatuses
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [200];

    /// <summary>The media types that are wanted, lower case and without parameters. Others are dropped as <c>media_type</c>.</summary>
    /// <value>Default: empty, for all.</value>
    public ImmutableArray<string> MediaTypes
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>
    /// Whether records that are cut, and HTTP bodies that decode to some point only, become raw documents of what there is. Else they are record faults; the first segment of a record that goes on in
    /// continuation records, which is cut without any damage, is dropped as <c>warc_segment</c>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool KeepTruncated { get; init; }

    /// <summary>How many files share a shard. Files are not cut.</summary>
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

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(RecordTypes), string.Join(' ', RecordTypes));
        writer.Add(nameof(HttpStatuses), string.Join(' ', HttpStatuses));
        writer.Add(nameof(MediaTypes), string.Join(' ', MediaTypes));
        writer.Add(nameof(KeepTruncated), KeepTruncated);
    }
}
