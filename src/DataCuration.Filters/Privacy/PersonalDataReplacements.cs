namespace DataCuration.Filters;

/// <summary>
/// The texts that replace personal data. A kind with several texts takes them in turn, from the first one in each document, so that the result depends on the
/// document alone. (datatrove's formatter continues over documents: its result depends on the order in which an instance meets them.)
/// </summary>
public sealed record PersonalDataReplacements
{
    /// <summary>The texts for e-mail addresses.</summary>
    /// <value>Default <c>&lt;EMAIL&gt;</c> (our choice; Dolma v1.6 has <c>|||EMAIL_ADDRESS|||</c>).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> Email { get; init => field = Check(value); } = ["<EMAIL>"];

    /// <summary>The texts for IP addresses.</summary>
    /// <value>Default <c>&lt;IP_ADDRESS&gt;</c> (our choice).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> IpAddress { get; init => field = Check(value); } = ["<IP_ADDRESS>"];

    /// <summary>The texts for telephone numbers.</summary>
    /// <value>Default <c>&lt;PHONE&gt;</c> (our choice).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> Phone { get; init => field = Check(value); } = ["<PHONE>"];

    /// <summary>The texts for card numbers.</summary>
    /// <value>Default <c>&lt;CREDIT_CARD&gt;</c> (our choice).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> CreditCard { get; init => field = Check(value); } = ["<CREDIT_CARD>"];

    /// <summary>The texts for bank account numbers.</summary>
    /// <value>Default <c>&lt;IBAN&gt;</c> (our choice).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> Iban { get; init => field = Check(value); } = ["<IBAN>"];

    /// <summary>The texts for national identity numbers of all countries.</summary>
    /// <value>Default <c>&lt;NATIONAL_ID&gt;</c> (our choice).</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<string> NationalId { get; init => field = Check(value); } = ["<NATIONAL_ID>"];

    /// <summary>The e-mail and IP addresses that datatrove puts in (<c>formatters/pii.py</c>, version 0.10), and the default texts for all other
    /// kinds.</summary>
    public static PersonalDataReplacements Datatrove { get; } = new() { Email = DatatrovePii.Emails, IpAddress = DatatrovePii.IpAddresses };

    internal IReadOnlyList<string> Of(PersonalDataKinds kind) => kind switch
    {
        PersonalDataKinds.Email => Email,
        PersonalDataKinds.IpAddress => IpAddress,
        PersonalDataKinds.Phone => Phone,
        PersonalDataKinds.CreditCard => CreditCard,
        PersonalDataKinds.Iban => Iban,
        _ => NationalId,
    };

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Email), string.Join('\0', Email));
        writer.Add(nameof(IpAddress), string.Join('\0', IpAddress));
        writer.Add(nameof(Phone), string.Join('\0', Phone));
        writer.Add(nameof(CreditCard), string.Join('\0', CreditCard));
        writer.Add(nameof(Iban), string.Join('\0', Iban));
        writer.Add(nameof(NationalId), string.Join('\0', NationalId));
    }

    internal static IReadOnlyList<string> Check(IReadOnlyList<string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string[] copy = [.. value];
        if (copy.Length == 0) throw new ArgumentException("Give at least one replacement text; an empty text removes without replacement.", nameof(value));
        return Array.TrueForAll(copy, static text => text is not null) ? copy : throw new ArgumentException("A replacement text is null.", nameof(value));
    }
}
