using DataCuration;
using QuickStart;

namespace RateAndTag;

/// <summary>
/// The sample's own texts: the .NET API reference that the SDK contains. A type's namespace is its domain. A third of the texts is damaged by rule and
/// represents
/// bad ones. So the quality model only learns to tell damaged texts from texts that people wrote.
/// </summary>
internal static class SampleTexts
{
    /// <summary>The field with the domain.</summary>
    public const string DomainField = "domain_label";

    /// <summary>The field with the quality: <c>good</c> or <c>poor</c>.</summary>
    public const string QualityField = "quality_label";

    /// <summary>The field with the namespace, by which examples are split.</summary>
    public const string SourceField = "source";

    private const int MinLength = 300;

    private static readonly (string Namespace, string Domain)[] Domains =
    [
        ("System.Net", "Networking"), ("System.Security", "Security"), ("System.Collections", "Collections"), ("System.Linq", "Collections"),
        ("System.IO", "Files"), ("System.Xml", "Data"), ("System.Data", "Data"),
        ("System.Threading", "Concurrency"), ("System.Reflection", "Reflection"), ("System.Text", "Text"), ("System.Globalization", "Text"),
    ];

    private static readonly string[] Boilerplate =
        ["Click here to subscribe.", "All rights reserved.", "Accept all cookies", "Share this page", "Read more", "Sign in", "Home > Products > Offers",
            "Buy now!!!", "Next page", "Loading…", "You may also like", "$$$"];

    /// <summary>Reads the texts, each with source, domain and quality.</summary>
    public static IReadOnlyList<Document> Read(CancellationToken cancellationToken)
    {
        var documents = new List<Document>();
        foreach (Document document in ReferenceDocumentation.Read(cancellationToken))
        {
            // The first line is the type's full name. With it the model would read the domain instead of learning it.
            string[] parts = document.Text.Split('\n', 2);
            string space = document.Id.LastIndexOf('.') is var dot and > 0 ? document.Id[..dot] : document.Id;
            string? domain = Domains.FirstOrDefault(one => space == one.Namespace || space.StartsWith(one.Namespace + ".", StringComparison.Ordinal)).Domain;
            if (domain is null || parts.Length < 2 || parts[1].Length < MinLength) continue;
            var random = SeededRandom.Create(0, "spoil", document.Id);
            bool isGood = random.NextInt64(3) > 0;
            documents.Add(new Document(document.Id, isGood ? parts[1] : Spoil(parts[1], ref random)).Edit()
                .Set(new AnnotationKey<string>(SourceField), space).Set(new AnnotationKey<string>(DomainField), domain)
                .Set(new AnnotationKey<string>(QualityField), isGood ? "good" : "poor").Build());
        }
        return documents;
    }

    /// <summary>Makes a text like bad web text: only its names, the same line repeated, words in random order, or text surrounded by boilerplate.</summary>
    private static string Spoil(string text, ref SeededRandom random)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        switch (random.NextInt64(4))
        {
            case 0:
                return string.Join(", ", words.Where(word => char.IsUpper(word[0])));
            case 1:
                string line = string.Join(' ', words.Take(8));
                return string.Join('\n', Enumerable.Repeat(line, Math.Max(4, words.Length / 8)));
            case 2:
                for (int i = words.Length - 1; i > 0; i--)
                {
                    int other = (int)random.NextInt64(i + 1);
                    (words[i], words[other]) = (words[other], words[i]);
                }
                return string.Join(' ', words);
            default:
                var lines = new List<string>();
                for (int i = 0; i < words.Length; i += 12)
                {
                    lines.Add(string.Join(' ', words.Skip(i).Take(6)));
                    lines.Add(Boilerplate[random.NextInt64(Boilerplate.Length)]);
                }
                return string.Join('\n', lines);
        }
    }
}
