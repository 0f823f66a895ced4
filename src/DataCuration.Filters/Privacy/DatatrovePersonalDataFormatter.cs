namespace DataCuration.Filters;

/// <summary>
/// Replaces e-mail and public IP addresses as datatrove's <c>PIIFormatter</c> does, faults included, for corpora that must equal one that datatrove made.
/// <see cref="PersonalDataRemover"/> is the better choice otherwise.
/// </summary>
/// <remarks>
/// The matches are those of datatrove's regular expressions (version 0.10). The expression for addresses has no boundaries: of <c>256.8.8.8</c> it replaces
/// <c>56.8.8.8</c>. It never finds version 6. The one for e-mail is for ASCII and needs a dot in the domain. One thing differs on purpose: datatrove takes its
/// replacements in turn over all documents of an instance; here each document begins with the first one, so that the result does not depend on the order.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new DatatrovePersonalDataFormatter()).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class DatatrovePersonalDataFormatter : DocumentTransform
{
    /// <summary>True to replace e-mail addresses.</summary>
    /// <value>Default true (datatrove's <c>remove_emails</c>).</value>
    public bool RemoveEmails { get; init; } = true;

    /// <summary>True to replace IP addresses.</summary>
    /// <value>Default true (datatrove's <c>remove_ips</c>).</value>
    public bool RemoveIps { get; init; } = true;

    /// <summary>True to replace only addresses that Python 3.11 calls global. Multicast is global there.</summary>
    /// <value>Default true (datatrove's <c>only_remove_public_ips</c>).</value>
    public bool OnlyRemovePublicIps { get; init; } = true;

    /// <summary>The texts for e-mail addresses, taken in turn.</summary>
    /// <value>Default: datatrove's two (<c>email_replacement</c>).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> EmailReplacement { get; init => field = PersonalDataReplacements.Check(value); } = DatatrovePii.Emails;

    /// <summary>The texts for IP addresses, taken in turn.</summary>
    /// <value>Default: datatrove's six (<c>ip_replacement</c>).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> IpReplacement { get; init => field = PersonalDataReplacements.Check(value); } = DatatrovePii.IpAddresses;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        DatatrovePii replacer = context.Scratch<DatatrovePii>();
        replacer.Restart();
        ReadOnlyMemory<byte> text = Format(replacer, document.Utf8Text);
        return text.Equals(document.Utf8Text) ? StageResult.Keep : StageResult.Replace(document.WithText(text));
    }

    /// <summary>Replaces in one text, with the turns of a replacer.</summary>
    internal ReadOnlyMemory<byte> Format(DatatrovePii replacer, ReadOnlyMemory<byte> text)
    {
        if (RemoveEmails && replacer.ReplaceEmails(text.Span, EmailReplacement) is { IsEmpty: false } withoutEmails) text = withoutEmails;
        if (RemoveIps && replacer.ReplaceAddresses(text.Span, IpReplacement, OnlyRemovePublicIps) is { IsEmpty: false } withoutAddresses)
            text = withoutAddresses;
        return text;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(RemoveEmails), RemoveEmails);
        writer.Add(nameof(RemoveIps), RemoveIps);
        writer.Add(nameof(OnlyRemovePublicIps), OnlyRemovePublicIps);
        writer.Add(nameof(EmailReplacement), string.Join('\0', EmailReplacement));
        writer.Add(nameof(IpReplacement), string.Join('\0', IpReplacement));
    }
}
