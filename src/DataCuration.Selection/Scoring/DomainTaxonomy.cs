using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>A list of domains by name: what a <see cref="DomainTagger"/> may say.</summary>
public sealed class DomainTaxonomy
{
    private readonly ImmutableHashSet<string> names;

    /// <summary>Makes a taxonomy.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="domains">Its domains; at least one, each once.</param>
    /// <param name="other">The domain of what belongs to no other; null if there is none. It is one of <paramref name="domains"/>.</param>
    public DomainTaxonomy(string name, IReadOnlyList<string> domains, string? other = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Domains = [.. SelectionChecks.Names(domains, nameof(domains))];
        names = Domains.ToImmutableHashSet(StringComparer.Ordinal);
        if (Domains.IsEmpty) throw new ArgumentException("A taxonomy has at least one domain.", nameof(domains));
        if (other is not null && !names.Contains(other)) throw new ArgumentException($"'{other}' is none of the domains.", nameof(other));
        Name = name;
        Other = other;
    }

    /// <summary>DataMan's 15 domains, in the order of its letters A to O (arXiv 2502.19363; <c>data_tools/dataman_annotate.py</c>).</summary>
    public static DomainTaxonomy DataMan { get; } = new("DataMan",
        ["Medicine", "Finance", "Law", "Education", "Technology", "Entertainment", "Mathematics", "Coding", "Government", "Culture", "Transportation", "Retail E-commerce", "Telecommunication", "Agriculture", "Other"], "Other");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its domains, in order.</summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>The domain of what belongs to no other; null if there is none.</summary>
    public string? Other { get; }

    /// <summary>Whether a domain belongs to it.</summary>
    /// <param name="domain">The domain's name, with its case.</param>
    public bool Contains(string domain) => names.Contains(domain);

    /// <summary>The domain that a model's label stands for: the one of its name, or the one whose name has spaces for the label's underscores, since labels of fastText models cannot have spaces; null if there is none.</summary>
    /// <param name="label">The label.</param>
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
