using DataCuration;
using QuickStart;

namespace RateAndTag;

/// <summary>
/// The program's own texts: the .NET API reference that the SDK ships. A type's namespace says its domain. A third of the texts is spoilt here, by rule, and stands for bad ones: what the quality model learns is to tell those
/// from texts that people wrote, nothing more.
/// </summary>
internal static class SampleTexts
{
    /// <summary>The field that holds the domain.</summary>
    public const string DomainField = "domain_label";

    /// <summary>The field that holds the quality: <c>good</c> or <c>poor</c>.</summary>
    public const string QualityField = "quality_label";

    /// <summary>The field that holds the namespace, by which examples are parted.</summary>
    public const string SourceField = "source";

    private const int MinLength = 300;

    private static readonly (string Namespace, string Domain)[] Domains =
    [
        ("System.Net", "Networking"), ("System.Security", "Security"), ("System.Collections", "Collections"), ("System.Linq", "Collections"), ("System.IO", "Files"), ("System.Xml", "Data"), ("System.Data", "Data"),
        ("System.Threading", "Concurrency"), ("System.Reflection", "Reflection"), ("System.Text", "Text"), ("System.Globalization", "Text"),
    ];

    private static readonly string[] Boilerplate =
        ["Click here to subscribe.", "All rights reserved.", "Accept all cookies", "Share this page", "Read more", "Sign in", "Home > Products > Offers", "Buy now!!!", "Next page", "Loading…", "You may also like", "$$$"];

    /// <summary>Reads the texts, each with source, domain and quality.</summary>
    public static IReadOnlyList<Document> Read()
    {
        var documents = new List<Document>();
        foreach (Document document in ReferenceDocumentation.Read())
        {
            // The first line is the type's full name: with it the domain would be read off, not learnt.
            string[] parts = document.Text.Split('\n', 2);
            string space = document.Id.LastIndexOf('.') is var dot and > 0 ? document.Id[..dot] : document.Id;
            string? domain = Domains.FirstOrDefault(one => space == one.Namespace || space.StartsWith(one.Namespace + ".", StringComparison.Ordinal)).Domain;
            if (domain is null || parts.Length < 2 || parts[1].Length < MinLength) continue;
            var random = SeededRandom.Create(0, "spoil", document.Id);
            bool isGood = random.NextInt64(3) > 0;
            documents.Add(new Document(document.Id, isGood ? parts[1] : Spoil(parts[1], ref random)).Edit()
                .Set(new AnnotationKey<string>(SourceField), space).Set(new AnnotationKey<string>(DomainField), domain).Set(new AnnotationKey<string>(QualityField), isGood ? "good" : "poor").Build());
        }
        return documents;
    }

    /// <summary>A text as the web has too many: only its names, the same line again and again, words in disorder, or drowned in what surrounds articles.</summary>
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
