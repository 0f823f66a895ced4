using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>
/// Finds personal data and replaces it, annotates its places, or drops the document: e-mail and public IP addresses, telephone, card and account numbers, and
/// on request national identity numbers. Numbers with check digits must satisfy them, and a find never begins or ends inside a word or a longer number.
/// </summary>
/// <remarks>
/// The rules are our own. <see cref="DatatrovePersonalDataFormatter"/> and <see cref="DolmaPersonalDataTagger"/> decide as these peers do, faults included.
/// docs/personal-data.md lists the forms that are found, and those that are not.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl")
///     .Pipe(new PersonalDataRemover { Kinds = PersonalDataKinds.Default | PersonalDataKinds.UsSocialSecurityNumber })
///     .WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class PersonalDataRemover : DocumentTransform
{
    /// <summary>Part of the fingerprint. Increase it when the same text gives other finds.</summary>
    private const int RulesVersion = 2;

    /// <summary>The reason for a drop.</summary>
    public const string Reason = "personal_data";

    /// <summary>The kinds to find.</summary>
    /// <value>Default <see cref="PersonalDataKinds.Default"/>: national identity numbers are off, because most corpora have few, and each costs false
    /// finds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value names no kind, or one that does not exist.</exception>
    public PersonalDataKinds Kinds
    {
        get;
        init => field = value != PersonalDataKinds.None && (value & ~PersonalDataKinds.All) == 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Name at least one kind.");
    } = PersonalDataKinds.Default;

    /// <summary>The effect on the finds.</summary>
    /// <value>Default <see cref="PersonalDataAction.Replace"/>, as in FineWeb.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public PersonalDataAction Action
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such action.");
    } = PersonalDataAction.Replace;

    /// <summary>True to leave IP addresses of private networks and other special blocks as they are.</summary>
    /// <value>Default true, as in datatrove (<c>only_remove_public_ips</c>).</value>
    public bool PublicAddressesOnly { get; init; } = true;

    /// <summary>The number of finds from which on a document is dropped, whatever the action. Null keeps all.</summary>
    /// <value>At least 1; default null. Dolma v1.6 drops documents with more than 5 (<c>cc-middle.yaml</c>): a value of 6.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? DropFrom
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A document without finds is kept.");
    }

    /// <summary>The texts that replace the finds.</summary>
    /// <value>Default: a token for each kind. <see cref="PersonalDataReplacements.Datatrove"/> puts in addresses that look real.</value>
    public PersonalDataReplacements Replacements { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Finds the personal data in a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <returns>The places, in the order of the text, without overlap.</returns>
    public IReadOnlyList<PersonalDataSpan> Find(ReadOnlySpan<byte> utf8Text)
    {
        var found = new List<PersonalDataSpan>();
        PersonalDataScanner.Find(utf8Text, Kinds, PublicAddressesOnly, found);
        return found;
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        List<PersonalDataSpan> found = context.Scratch<Buffers>().Found;
        found.Clear();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        PersonalDataScanner.Find(text, Kinds, PublicAddressesOnly, found);
        if (found.Count == 0) return StageResult.Keep;
        if (Action == PersonalDataAction.Drop || found.Count >= DropFrom) return StageResult.Drop(Reason);
        DocumentEditor editor = document.Edit().Set(PersonalDataAnnotations.Count, found.Count);
        if (Action == PersonalDataAction.Tag) editor.Set(PersonalDataAnnotations.Spans, AnnotationValue.FromJson(Describe(text, found)));
        else editor.SetText(Replace(text, found));
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", RulesVersion);
        writer.Add(nameof(Kinds), (long)Kinds);
        writer.Add(nameof(Action), Action.ToString());
        writer.Add(nameof(PublicAddressesOnly), PublicAddressesOnly);
        writer.Add(nameof(DropFrom), DropFrom ?? 0);
        writer.AddScope(nameof(Replacements), Replacements.Describe);
    }

    private byte[] Replace(ReadOnlySpan<byte> text, List<PersonalDataSpan> found)
    {
        var result = new ArrayBufferWriter<byte>(text.Length + 16);
        Span<int> turns = stackalloc int[32];
        turns.Clear();
        int copied = 0;
        foreach (PersonalDataSpan span in found)
        {
            IReadOnlyList<string> texts = Replacements.Of(span.Kind);
            // All national identity numbers share one list, and so one turn.
            ref int turn = ref turns[(span.Kind & PersonalDataKinds.NationalIds) != 0 ? 31 : System.Numerics.BitOperations.Log2((uint)span.Kind)];
            result.Write(text[copied..span.Start]);
            Encoding.UTF8.GetBytes(texts[turn], result);
            turn = (turn + 1) % texts.Count;
            copied = span.End;
        }
        result.Write(text[copied..]);
        return result.WrittenSpan.ToArray();
    }

    private static byte[] Describe(ReadOnlySpan<byte> text, List<PersonalDataSpan> found)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            long points = 0;
            int counted = 0;
            foreach (PersonalDataSpan span in found)
            {
                points += Utf8CodePoints.Count(text[counted..span.Start]);
                json.WriteStartArray();
                json.WriteNumberValue(points);
                points += Utf8CodePoints.Count(text.Slice(span.Start, span.Length));
                json.WriteNumberValue(points);
                json.WriteStringValue(NameOf(span.Kind));
                json.WriteEndArray();
                counted = span.End;
            }
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static string NameOf(PersonalDataKinds kind) => kind switch
    {
        PersonalDataKinds.Email => "email",
        PersonalDataKinds.IpAddress => "ip_address",
        PersonalDataKinds.Phone => "phone",
        PersonalDataKinds.CreditCard => "credit_card",
        PersonalDataKinds.Iban => "iban",
        PersonalDataKinds.UsSocialSecurityNumber => "us_social_security_number",
        PersonalDataKinds.FrenchSocialSecurityNumber => "french_social_security_number",
        PersonalDataKinds.SpanishIdentityNumber => "spanish_identity_number",
        PersonalDataKinds.BrazilianCpf => "brazilian_cpf",
        PersonalDataKinds.PolishPesel => "polish_pesel",
        _ => "chinese_identity_number",
    };

    private sealed class Buffers
    {
        public List<PersonalDataSpan> Found { get; } = [];
    }
}
