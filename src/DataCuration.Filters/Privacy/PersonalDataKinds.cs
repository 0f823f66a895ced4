namespace DataCuration.Filters;

/// <summary>Kinds of personal data that <see cref="PersonalDataRemover"/> finds.</summary>
[Flags]
public enum PersonalDataKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>An e-mail address (RFC 5321 and 6531), with a domain of two labels or more.</summary>
    Email = 1,

    /// <summary>An IP address of version 4 or 6 (RFC 4291). By default only public ones.</summary>
    IpAddress = 2,

    /// <summary>A telephone number: international (E.164, with <c>+</c> or <c>00</c>), North American, or with its area code in parentheses.</summary>
    Phone = 4,

    /// <summary>A payment card number (ISO/IEC 7812) of a known issuer range, with a valid Luhn digit.</summary>
    CreditCard = 8,

    /// <summary>An international bank account number (ISO 13616) of the length of its country, with valid check digits (ISO 7064, modulus 97).</summary>
    Iban = 16,

    /// <summary>A United States social security number in groups of 3, 2 and 4 digits, without the numbers that are never assigned (20 CFR 422.103).</summary>
    UsSocialSecurityNumber = 32,

    /// <summary>A French social security number (NIR, 15 digits) with a valid key: 97 minus the remainder modulo 97.</summary>
    FrenchSocialSecurityNumber = 64,

    /// <summary>A Spanish DNI or NIE with a valid letter: the number modulo 23 (Ministerio del Interior).</summary>
    SpanishIdentityNumber = 128,

    /// <summary>A Brazilian CPF in its written form <c>ddd.ddd.ddd-dd</c> with two valid check digits modulo 11 (Receita Federal).</summary>
    BrazilianCpf = 256,

    /// <summary>A Polish PESEL: 11 digits with a valid birth date and check digit (weights 1, 3, 7, 9).</summary>
    PolishPesel = 512,

    /// <summary>A Chinese resident identity number: 18 characters with a valid birth date and check character (GB 11643-1999, ISO 7064 modulus 11-2).</summary>
    ChineseIdentityNumber = 1024,

    /// <summary>E-mail and IP addresses, telephone, card and account numbers.</summary>
    Default = Email | IpAddress | Phone | CreditCard | Iban,

    /// <summary>All national identity numbers.</summary>
    NationalIds = UsSocialSecurityNumber | FrenchSocialSecurityNumber | SpanishIdentityNumber | BrazilianCpf | PolishPesel | ChineseIdentityNumber,

    /// <summary>All kinds.</summary>
    All = Default | NationalIds,
}
