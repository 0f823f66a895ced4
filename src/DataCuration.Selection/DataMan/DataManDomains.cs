using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Selection;

/// <summary>Letters, names and the annotation of DataMan's domains. Letters and English names are those of the paper's code (github.com/pengr/DataMan, data_tools); the Chinese names are ours.</summary>
public static class DataManDomains
{
    /// <summary>How many there are: 15.</summary>
    public const int Count = 15;

    /// <summary>The annotation that holds a document's domain, by its English name (<see cref="Name"/>), such as <c>Retail E-commerce</c>.</summary>
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

    /// <summary>The English name.</summary>
    /// <param name="domain">The domain.</param>
    public static string Name(this DataManDomain domain) => Entries[Index(domain)].Name;

    /// <summary>The Chinese name.</summary>
    /// <param name="domain">The domain.</param>
    public static string ChineseName(this DataManDomain domain) => Entries[Index(domain)].ChineseName;

    /// <summary>The letter, <c>A</c> to <c>O</c>.</summary>
    /// <param name="domain">The domain.</param>
    public static char Letter(this DataManDomain domain) => (char)('A' + Index(domain));

    /// <summary>The domain of a letter.</summary>
    /// <param name="letter">An upper-case letter.</param>
    /// <param name="domain">The domain.</param>
    /// <returns>False if it is no letter from A to O.</returns>
    public static bool TryFromLetter(char letter, out DataManDomain domain)
    {
        domain = (DataManDomain)(letter - 'A');
        if (letter is >= 'A' and < (char)('A' + Count)) return true;
        domain = default;
        return false;
    }

    /// <summary>The domain of an English name, as annotations hold it.</summary>
    /// <param name="name">The name; case counts.</param>
    /// <param name="domain">The domain.</param>
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

    private static int Index(DataManDomain domain) => (int)domain is >= 0 and < Count ? (int)domain : throw new ArgumentOutOfRangeException(nameof(domain), domain, "There is no such domain.");
}
