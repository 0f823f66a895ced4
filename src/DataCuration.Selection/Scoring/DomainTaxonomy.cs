using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>A list of domains that a <see cref="DomainTagger"/> may assign.</summary>
public sealed class DomainTaxonomy
{
    private readonly ImmutableHashSet<string> names;

    /// <summary>Creates a taxonomy.</summary>
    /// <param name="name">The name of the taxonomy.</param>
    /// <param name="domains">The domains; at least one, without duplicates.</param>
    /// <param name="other">The domain for everything that belongs to no other, one of <paramref name="domains"/>; or null.</param>
    public DomainTaxonomy(string name, IReadOnlyList<string> domains, string? other = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Domains = [.. SelectionChecks.Names(domains, nameof(domains))];
        names = Domains.ToImmutableHashSet(StringComparer.Ordinal);
        if (Domains.IsEmpty) throw new ArgumentException("A taxonomy needs at least one domain.", nameof(domains));
        if (other is not null && !names.Contains(other)) throw new ArgumentException($"'{other}' is not one of the domains.", nameof(other));
        Name = name;
        Other = other;
    }

    /// <summary>DataMan's 15 domains, in the order of its letters A to O (arXiv 2502.19363; <c>data_tools/dataman_annotate.py</c>).</summary>
    public static DomainTaxonomy DataMan { get; } = new("DataMan",
        ["Medicine", "Finance", "Law", "Education", "Technology", "Entertainment", "Mathematics", "Coding", "Government", "Culture", "Transportation",
            "Retail E-commerce", "Telecommunication", "Agriculture", "Other"], "Other");

    /// <summary>The name of the taxonomy.</summary>
    public string Name { get; }

    /// <summary>The domains, in order.</summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>The domain for everything that belongs to no other; or null.</summary>
    public string? Other { get; }

    /// <summary>Returns true if the taxonomy contains a domain.</summary>
    /// <param name="domain">The domain's name; case-sensitive.</param>
    public bool Contains(string domain) => names.Contains(domain);

    /// <summary>
    /// Finds the domain of a model's label: the domain of the same name, or of the name with spaces in place of the label's underscores. Labels of fastText
    /// models cannot have spaces.
    /// </summary>
    /// <param name="label">The label.</param>
    /// <returns>The domain; null if no domain matches.</returns>
    public string? Find(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return names.Contains(label) ? label : Domains.FirstOrDefault(domain => domain.Replace(' ', '_') == label);
    }

    internal void Describe(FingerprintWriter writer)
    {
        SelectionChecks.Describe(writer, "domains", Domains);
        writer.Add("other", Other);
    }
}
