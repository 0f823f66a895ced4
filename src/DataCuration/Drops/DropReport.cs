using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration;

/// <summary>
/// A report of the documents that the stages of one or more passes dropped: for each reason the number of documents, their share and their bytes, and example
/// documents with the measured value and the limit. <see cref="DropReportFit"/> makes it.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// Corpus clean = await pool.Where(document =&gt; document.Text.Length &gt;= 200).DropsTo("dropped").WriteJsonlAsync("clean", run);
/// DropReport report = await Corpus.Concat(clean, Corpus.FromDrops(run.Reports[^1], "dropped")).FitAsync(new DropReportFit { Input = pool }, run);
/// Console.WriteLine(report);
/// File.WriteAllText("report.md", report.ToMarkdown());
/// </code>
/// </example>
public sealed record DropReport : IArtifact
{
    /// <summary>The number of documents that were kept.</summary>
    public required long KeptDocuments { get; init; }

    /// <summary>The size of their texts in bytes of UTF-8, after all edits.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>The number of documents of the input; null if the report has none (<see cref="DropReportFit.Input"/>).</summary>
    public long? InputDocuments { get; init; }

    /// <summary>The size of their texts in bytes of UTF-8; null if the report has none.</summary>
    public long? InputBytes { get; init; }

    /// <summary>The reasons, those with more documents first.</summary>
    public required IReadOnlyList<DropReason> Reasons { get; init; }

    /// <summary>The number of documents that were dropped.</summary>
    public long DroppedDocuments => Reasons.Sum(static reason => reason.Documents);

    /// <summary>The size of their texts in bytes of UTF-8, as they were when they were dropped.</summary>
    public long DroppedBytes => Reasons.Sum(static reason => reason.Bytes);

    /// <summary>
    /// The bytes that edits removed from the texts, of kept and of dropped documents; negative if edits made the texts longer. Null without an input.
    /// </summary>
    public long? EditedBytes => InputBytes - KeptBytes - DroppedBytes;

    /// <inheritdoc/>
    public string Fingerprint => Convert.ToHexStringLower(XxHash128.Hash(DropReportJson.Write(this)));

    /// <summary>Formats the report as indented JSON.</summary>
    public string ToJson() => Encoding.UTF8.GetString(DropReportJson.Write(this));

    /// <summary>Reads a report from the JSON that <see cref="ToJson"/> returns.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">The text is not such a report.</exception>
    public static DropReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DropReportJson.Read(Encoding.UTF8.GetBytes(json), "the text");
    }

    /// <summary>Formats the report as two tables in Markdown: the reasons, and the examples.</summary>
    /// <returns>The tables, without a heading.</returns>
    public string ToMarkdown()
    {
        var reasons = new MarkdownTable("stage", "reason", ">documents", ">share", ">bytes", ">share of bytes");
        var examples = new MarkdownTable("reason", "document", "measured", ">value", ">limit", "text");
        foreach (DropReason reason in Reasons)
        {
            reasons.Add(reason.Stage, reason.Reason, MarkdownTable.Number(reason.Documents), MarkdownTable.Percent(reason.Documents, AllDocuments),
                MarkdownTable.Number(reason.Bytes), MarkdownTable.Percent(reason.Bytes, AllBytes));
            foreach (DropExample example in reason.Examples)
                examples.Add(reason.Reason, example.Id, example.Measure ?? "", MarkdownTable.Value(example.Value), MarkdownTable.Value(example.Limit),
                    example.Excerpt);
        }
        if (EditedBytes is { } edited and not 0)
            reasons.Add("(edits)", "text removed or added in documents", "", "", MarkdownTable.Number(edited), MarkdownTable.Percent(edited, AllBytes));
        reasons.Add("(kept)", "", MarkdownTable.Number(KeptDocuments), MarkdownTable.Percent(KeptDocuments, AllDocuments), MarkdownTable.Number(KeptBytes),
            MarkdownTable.Percent(KeptBytes, AllBytes));
        return Reasons.Count == 0 ? reasons.ToString() : $"{reasons}\n{examples}";
    }

    /// <summary>Formats the report as an HTML table, for notebooks: a row for each reason, with its first example. All text is escaped.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml()
    {
        var table = new HtmlTable("stage", "reason", "documents", "share", "bytes", "share of bytes", "example");
        foreach (DropReason reason in Reasons)
            table.Add(200, [reason.Stage, reason.Reason, HtmlTable.Number(reason.Documents), MarkdownTable.Percent(reason.Documents, AllDocuments),
                HtmlTable.Number(reason.Bytes), MarkdownTable.Percent(reason.Bytes, AllBytes), reason.Examples is [var first, ..] ? Describe(first) : ""]);
        return table.ToHtml(Summary);
    }

    /// <summary>Formats the report as text: a line for each reason, and under it its examples.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Summary).AppendLine();
        foreach (DropReason reason in Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"{reason.Documents,12:N0}  {MarkdownTable.Percent(reason.Documents, AllDocuments),7} of documents");
            text.Append(CultureInfo.InvariantCulture, $"  {MarkdownTable.Percent(reason.Bytes, AllBytes),7} of bytes  {reason.Reason} ({reason.Stage})");
            text.AppendLine();
            foreach (DropExample example in reason.Examples) text.Append("              ").AppendLine(Describe(example));
        }
        return text.ToString();
    }

    private long AllDocuments => InputDocuments ?? KeptDocuments + DroppedDocuments;

    private long AllBytes => InputBytes ?? KeptBytes + DroppedBytes;

    private string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{AllDocuments:N0} documents ({AllBytes:N0} bytes): {KeptDocuments:N0} kept ({KeptBytes:N0} bytes), {DroppedDocuments:N0} dropped")
        + string.Create(CultureInfo.InvariantCulture, $" ({DroppedBytes:N0} bytes)")
        + (EditedBytes is { } edited ? string.Create(CultureInfo.InvariantCulture, $", {edited:N0} bytes removed by edits") : "");

    private static string Describe(DropExample example) => (example.Measure is null ? $"{example.Id}: "
        : $"{example.Id} ({example.Measure} {MarkdownTable.Value(example.Value)}, limit {MarkdownTable.Value(example.Limit)}): ") + example.Excerpt;
}
