using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Selection;

/// <summary>
/// Letters, names and the annotation of DataMan's domains. Letters and names are those of the paper's code (github.com/pengr/DataMan, data_tools).
/// </summary>
public static class DataManDomains
{
    /// <summary>The number of domains: 15.</summary>
    public const int Count = 15;

    /// <summary>The annotation that holds a document's domain as its English name (<see cref="Name"/>), such as <c>Retail E-commerce</c>.</summary>
    public static readonly AnnotationKey<string> Annotation = new("dataman_domain");

    private static readonly (string Name, string ChineseName)[] Entries =
    [
        ("Medicine", "医疗"),
        ("Finance", "金融"),
        ("Law", "法律"),
        ("Education", "教育"),
        ("Technology", "科技"),
        ("Entertainment", "娱乐"),
        ("Mathematics", "数学"),
        ("Coding", "代码"),
        ("Government", "政务"),
        ("Culture", "文化"),
        ("Transportation", "交通"),
        ("Retail E-commerce", "零售电商"),
        ("Telecommunication", "电信"),
        ("Agriculture", "农业"),
        ("Other", "其他"),
    ];

    /// <summary>All domains, in the order of their letters.</summary>
    public static IReadOnlyList<DataManDomain> All { get; } = [.. Enum.GetValues<DataManDomain>()];

    /// <summary>Returns the English name.</summary>
    /// <param name="domain">The domain.</param>
    public static string Name(this DataManDomain domain) => Entries[Index(domain)].Name;

    /// <summary>Returns the Chinese name.</summary>
    /// <param name="domain">The domain.</param>
    public static string ChineseName(this DataManDomain domain) => Entries[Index(domain)].ChineseName;

    /// <summary>Returns the letter, <c>A</c> to <c>O</c>.</summary>
    /// <param name="domain">The domain.</param>
    public static char Letter(this DataManDomain domain) => (char)('A' + Index(domain));

    /// <summary>Finds the domain of a letter.</summary>
    /// <param name="letter">An upper-case letter.</param>
    /// <param name="domain">The domain.</param>
    /// <returns>True if the letter is from A to O.</returns>
    public static bool TryFromLetter(char letter, out DataManDomain domain)
    {
        domain = (DataManDomain)(letter - 'A');
        if (letter is >= 'A' and < (char)('A' + Count)) return true;
        domain = default;
        return false;
    }

    /// <summary>Finds the domain of an English name, as annotations hold it.</summary>
    /// <param name="name">The name; case-sensitive.</param>
    /// <param name="domain">The domain.</param>
    /// <returns>True if there is a domain with this name.</returns>
    public static bool TryFromName([NotNullWhen(true)] string? name, out DataManDomain domain)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Entries[i].Name != name) continue;
            domain = (DataManDomain)i;
            return true;
        }
        domain = default;
        return false;
    }

    private static int Index(DataManDomain domain) =>
        (int)domain is >= 0 and < Count ? (int)domain : throw new ArgumentOutOfRangeException(nameof(domain), domain, "The domain is not defined.");
}
